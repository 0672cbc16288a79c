import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { ServiceError } from '../../kernel/service';
import type { Checksums } from './model';

export interface Received {
  readonly size: number;
  /** Hexadecimal MD5. */
  readonly md5: string;
  readonly checksums: Required<Checksums>;
}

export interface Claims extends Checksums {
  readonly ContentMD5?: string;
  readonly ContentLength?: number;
}

type Body = Readable | Uint8Array | string | undefined;

/** Writes a body to a file, digesting it as it passes. Throws `BadDigest` or `IncompleteBody`, and leaves no file then. */
export async function receive(body: Body, path: string, claims: Claims = {}): Promise<Received> {
  const md5 = createHash('md5');
  const sha1 = createHash('sha1');
  const sha256 = createHash('sha256');
  let crc = 0;
  let size = 0;
  const wantsSha = claims.ChecksumSHA1 !== undefined || claims.ChecksumSHA256 !== undefined;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      md5.update(chunk);
      crc = crc32(chunk, crc);
      if (wantsSha) {
        sha1.update(chunk);
        sha256.update(chunk);
      }
      done(null, chunk);
    },
  });
  const source =
    body instanceof Readable ? body : Readable.from(body === undefined ? [] : [Buffer.from(body as Uint8Array)]);
  try {
    await pipeline(source, meter, createWriteStream(path));
    const hash = md5.digest();
    const crcBytes = Buffer.alloc(4);
    crcBytes.writeUInt32BE(crc);
    const checksums = {
      ChecksumCRC32: crcBytes.toString('base64'),
      ChecksumSHA1: sha1.digest('base64'),
      ChecksumSHA256: sha256.digest('base64'),
    };
    if (claims.ContentMD5 !== undefined && claims.ContentMD5 !== hash.toString('base64')) {
      throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    for (const [name, value] of Object.entries(checksums)) {
      const claimed = claims[name as keyof Checksums];
      if (claimed !== undefined && claimed !== value) {
        throw new ServiceError(
          'BadDigest',
          `The ${name.replace('Checksum', '')} you specified did not match the calculated checksum.`,
        );
      }
    }
    return { size, md5: hash.toString('hex'), checksums };
  } catch (error) {
    rmSync(path, { force: true });
    if (
      (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE' ||
      (error as Error).message === 'aborted'
    ) {
      throw new ServiceError('IncompleteBody', 'The request body terminated unexpectedly');
    }
    throw error;
  }
}
