import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Call, ServiceError } from '../../kernel/service';
import { type ChecksumAlgorithm, checksum, claimedChecksum } from './checksums';
import type { Files } from './files';

export interface Received {
  readonly file: string;
  readonly size: number;
  /** Hexadecimal MD5. */
  readonly md5: string;
  /** The checksum by the algorithm of the request. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

/** The members of `PutObject` and `UploadPart` that are used here. */
export interface BodyInput {
  readonly Body?: unknown;
  readonly ContentMD5?: string;
  readonly ContentLength?: number;
}

/** The maximum size in bytes of a single put, and of a part. Source: S3 user guide, "multipart upload limits". */
const maxBodyBytes = 5 * 1024 ** 3;

/**
 * Writes a body to a new file and computes its digests. Throws `BadDigest`, `InvalidDigest`, `IncompleteBody`,
 * `EntityTooLarge` and `MissingContentLength`, and then removes the file.
 */
export async function receive(
  files: Files,
  input: BodyInput,
  call: Call | undefined,
  fallback?: ChecksumAlgorithm,
): Promise<Received> {
  const expected = expectedLength(input, call);
  if ((expected ?? 0) > maxBodyBytes) throw tooLarge(expected);
  if (input.ContentMD5 !== undefined && Buffer.from(input.ContentMD5, 'base64').length !== 16) {
    throw new ServiceError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  const claim = claimedChecksum(input, header(call, 'x-amz-trailer')) ?? (fallback && { algorithm: fallback });
  const running = claim && checksum(claim.algorithm);
  const md5 = createHash('md5');
  let size = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBodyBytes) {
        done(tooLarge(size));
        return;
      }
      md5.update(chunk);
      running?.update(chunk);
      done(null, chunk);
    },
  });
  const file = files.fresh();
  try {
    await pipeline(stream(input.Body), meter, createWriteStream(files.path(file)));
    if (expected !== undefined && size !== expected) throw incomplete();
    const digest = md5.digest();
    if (input.ContentMD5 !== undefined && input.ContentMD5 !== digest.toString('base64')) {
      throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    const value = running?.digest().toString('base64');
    if (claim && 'value' in claim && claim.value !== value) {
      const message = `The ${claim.algorithm} you specified did not match the calculated checksum.`;
      throw new ServiceError('BadDigest', message);
    }
    const found = claim && value !== undefined ? { algorithm: claim.algorithm, value } : undefined;
    return { file, size, md5: digest.toString('hex'), ...(found && { checksum: found }) };
  } catch (error) {
    files.drop([file]);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || message === 'aborted') throw incomplete();
    throw error;
  }
}

function stream(body: unknown): Readable {
  if (body instanceof Readable) return body;
  const bytes = Buffer.from((body ?? '') as Uint8Array);
  return Readable.from(bytes.length ? [bytes] : []);
}

const header = (call: Call | undefined, name: string) => call?.http?.headers[name] as string | undefined;

/** Returns the size of the object in bytes, which HTTP requests must declare. */
function expectedLength({ ContentLength }: BodyInput, call: Call | undefined): number | undefined {
  if (!call?.http) return ContentLength;
  const decoded = header(call, 'x-amz-decoded-content-length');
  if (decoded !== undefined) return Number(decoded);
  if (header(call, 'transfer-encoding') && ContentLength === undefined) {
    throw new ServiceError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  }
  return ContentLength ?? 0;
}

const incomplete = () =>
  new ServiceError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

const tooLarge = (size: number | undefined) =>
  new ServiceError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    ProposedSize: size,
    MaxSizeAllowed: maxBodyBytes,
  });
