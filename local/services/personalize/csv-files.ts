import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';
import { parseTable } from '../translate/csv';
import { invalid } from './errors';

export interface Place {
  readonly dataLocation: string;
  readonly roleArn: string;
  readonly region: string;
}

/**
 * Returns the bucket and key of `s3://bucket/key`, or of a folder, which ends in a slash. Throws
 * `InvalidInputException`.
 */
export function parseLocation(location = ''): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.*)$/s.exec(location) ?? [];
  if (!bucket || !key) throw invalid(`'${location}' is not a file or folder in S3`);
  return { bucket, key };
}

/** The principal that reads files for Personalize. */
export const sessionOf = ({ accountId }: Kernel, { roleArn }: Pick<Place, 'roleArn'>): Principal => ({
  ...{ kind: 'role', accountId, roleArn, sessionName: 'PersonalizeImport' },
});

/**
 * Reads the tables of a CSV in S3, or of all files directly in a folder, with the role. Throws S3's errors, and Errors
 * for files that cannot be read, or that are larger than `maxBytes` together.
 */
export async function readTables(
  kernel: Kernel,
  place: Place,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<string[][][]> {
  const { dataLocation, region } = place;
  const { bucket, key } = parseLocation(dataLocation);
  const principal = sessionOf(kernel, place);
  const call = <O>(operation: string, input: object) =>
    kernel.call<O>({ service: 's3', operation, region, principal, input: { Bucket: bucket, ...input } });
  const keys = key.endsWith('/') ? await list(call, key) : [key];
  if (keys.length === 0) throw new Error(`The folder ${dataLocation} has no files`);
  const tables: string[][][] = [];
  let read = 0;
  for (const one of keys) {
    const { Body } = await call<{ Body?: Readable | Uint8Array }>('GetObject', { Key: one });
    const bytes = Body instanceof Readable ? await buffer(Body) : Buffer.from(Body ?? []);
    read += bytes.length;
    if (read > maxBytes) throw new Error(`The files of ${dataLocation} have more than ${maxBytes} bytes`);
    const text = bytes.toString('utf8');
    // https://docs.aws.amazon.com/personalize/latest/dg/data-prep-importing.html
    if (text.startsWith('"')) throw new Error(`${one}: the names of columns must not be quoted`);
    tables.push(parseTable(text, ','));
  }
  return tables;
}

async function list(call: <O>(operation: string, input: object) => Promise<O>, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await call<{ Contents?: { Key?: string; Size?: number }[]; NextContinuationToken?: string }>(
      'ListObjectsV2',
      { Prefix: prefix, Delimiter: '/', ...(token && { ContinuationToken: token }) },
    );
    for (const { Key = '', Size = 0 } of page.Contents ?? []) if (Size > 0) keys.push(Key);
    token = page.NextContinuationToken;
  } while (token);
  return keys;
}
