/** The fields of Personalize's interactions, in the order in which they are exported. */
const fields = ['USER_ID', 'ITEM_ID', 'TIMESTAMP', 'EVENT_TYPE', 'EVENT_VALUE'];

const quote = '"'.charCodeAt(0);
const newline = '\n'.charCodeAt(0);

/** An object of S3: `s3://bucket/key`. Throws `TypeError` for anything else. */
export function objectAt(location: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  if (!bucket || !key) throw new TypeError(`not the address of an object: ${location}`);
  return { bucket, key };
}

/** The place of the import file for a query's result: `interactions.csv` in a folder beside it with its name. */
export function importKeyOf(key: string): string {
  return `${key.replace(/\.csv$/, '')}/interactions.csv`;
}

function checkHeader(header: string): void {
  const names = header.replaceAll('"', '').trim().toUpperCase();
  if (names === fields.join(',')) return;
  throw new TypeError(`the columns are not those of interactions: ${header.slice(0, 200)}`);
}

/** Removes all quotes. */
function unquoted(chunk: Buffer): Buffer {
  const output = Buffer.allocUnsafe(chunk.length);
  let length = 0;
  for (const byte of chunk) if (byte !== quote) output[length++] = byte;
  return output.subarray(0, length);
}

/**
 * Converts Athena's result to an import file. Athena quotes all values and the columns' names; Personalize does not
 * accept a quoted header or quoted ids: https://docs.aws.amazon.com/personalize/latest/dg/data-prep-importing.html
 * The export contains ids, words and numbers only, so no value contains a comma, a quote or a line break.
 *
 * Throws `TypeError` if the result has other columns.
 */
export async function* importFile(exported: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let header: Uint8Array | undefined = new Uint8Array();
  for await (const bytes of exported) {
    let chunk: Buffer = Buffer.from(bytes);
    if (header) {
      chunk = Buffer.concat([header, chunk]);
      header = chunk;
      const end = chunk.indexOf(newline);
      if (end < 0) continue;
      checkHeader(chunk.subarray(0, end).toString());
      yield Buffer.from(`${fields.join(',')}\n`);
      chunk = chunk.subarray(end + 1);
      header = undefined;
    }
    if (chunk.length > 0) yield unquoted(chunk);
  }
  if (header) throw new TypeError(`there is no row: ${Buffer.from(header).toString().slice(0, 200)}`);
}
