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

/** Where the import file goes that is made of a query's result: beside it, as `interactions.csv` in a folder of its name. */
export function importKeyOf(key: string): string {
  return `${key.replace(/\.csv$/, '')}/interactions.csv`;
}

function checkHeader(header: string): void {
  const names = header.replaceAll('"', '').trim().toUpperCase();
  if (names === fields.join(',')) return;
  throw new TypeError(`the columns are not those of interactions: ${header.slice(0, 200)}`);
}

/** The bytes without quotes. */
function unquoted(chunk: Buffer): Buffer {
  const output = Buffer.allocUnsafe(chunk.length);
  let length = 0;
  for (const byte of chunk) if (byte !== quote) output[length++] = byte;
  return output.subarray(0, length);
}

/**
 * Athena's result as an import file. Athena puts everything in quotes, its columns' names too, and Personalize takes no
 * header in quotes, nor ids with any: https://docs.aws.amazon.com/personalize/latest/dg/data-prep-importing.html
 * What is exported has ids, words and numbers only: no value has a comma, a quote or a line break of its own.
 *
 * Throws `TypeError` when the columns are others.
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
