/** Formats a row as Athena does: values are in quotes, and null is empty. */
export function csvRow(values: readonly (string | undefined)[]): string {
  return `${values.map((value) => (value === undefined ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`;
}

export interface Rows {
  readonly rows: readonly (readonly (string | undefined)[])[];
  /** The number of bytes of these rows. */
  readonly length: number;
}

const quote = 0x22;
const comma = 0x2c;
const lineFeed = 0x0a;

/** Reads the first rows of a file that {@link csvRow} wrote, and only as much of it as needed. */
export async function readRows(source: AsyncIterable<Uint8Array>, limit: number): Promise<Rows> {
  const rows: (string | undefined)[][] = [];
  let row: (string | undefined)[] = [];
  let field: Buffer[] = [];
  let length = 0;
  let read = 0;
  let quoted = false;
  let inside = false;

  const endField = () => {
    const text = Buffer.concat(field).toString();
    row.push(quoted ? text.slice(1, -1).replaceAll('""', '"') : undefined);
    field = [];
    quoted = false;
  };

  for await (const chunk of source) {
    const bytes = Buffer.from(chunk);
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === quote) {
        // A doubled quote ends and continues the quoted value.
        inside = !inside;
        quoted = true;
      } else if (!inside && (byte === comma || byte === lineFeed)) {
        field.push(bytes.subarray(from, at));
        from = at + 1;
        endField();
        if (byte === comma) continue;
        rows.push(row);
        row = [];
        length = read + at + 1;
        if (rows.length === limit) return { rows, length };
      }
    }
    field.push(bytes.subarray(from));
    read += bytes.length;
  }
  return { rows, length };
}
