import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { ServiceError } from '../kernel/service';
import { AwsChunkedDecoder } from './aws-chunked';
import { type SignatureClaim, signingKey } from './sigv4';

/** The largest body of an operation without a streaming member: Lambda's 6 MB payload with room for its coding. */
const bodyLimit = 12 * 1024 * 1024;

const cutShort = () => new ServiceError('IncompleteBody', 'The request body terminated unexpectedly');

/**
 * The body as its sender meant it: `aws-chunked` undone, and a stated SHA-256 checked while it is read. What is wrong
 * with it is an error of the stream; the connection stays open for the answer. `hash` is `x-amz-content-sha256`.
 */
export function decodedBody(
  request: IncomingMessage,
  claim: SignatureClaim | undefined,
  secret: string,
  hash: string | undefined,
): Readable {
  if (hash === undefined || hash === 'UNSIGNED-PAYLOAD') return request;
  if (/^[0-9a-f]{64}$/.test(hash)) return feed(request, hashed(hash));
  const [, signed, trailing] = /^STREAMING-(?:(AWS4-HMAC-SHA256)|UNSIGNED)-PAYLOAD(-TRAILER)?$/.exec(hash) ?? [];
  if (!signed && !trailing) {
    throw new ServiceError(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, ' +
        'STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    );
  }
  const length = String(request.headers['x-amz-decoded-content-length'] ?? '');
  if (!/^\d{1,15}$/.test(length)) {
    throw new ServiceError('MissingContentLength', 'You must provide the x-amz-decoded-content-length header.', 411);
  }
  const trailer = trailing && String(request.headers['x-amz-trailer'] ?? '').toLowerCase();
  if (trailing && !trailer) throw new ServiceError('InvalidRequest', 'The x-amz-trailer header is missing');
  const signing = signed &&
    claim && {
      key: signingKey(secret, claim.scope),
      timestamp: claim.timestamp,
      scope: `${claim.scope.date}/${claim.scope.region}/${claim.scope.service}/aws4_request`,
      seed: claim.signature,
    };
  const decoder = new AwsChunkedDecoder({
    length: Number(length),
    ...(signing && { signing }),
    ...(trailer && { trailer }),
  });
  return feed(request, decoder);
}

/** Reads a body into memory. Throws `RequestEntityTooLargeException`, `IncompleteBody`. */
export async function collect(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Destroying a request would close its connection, and the client would not hear what is wrong.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      length += (chunk as Buffer).length;
      if (length > bodyLimit) {
        throw new ServiceError('RequestEntityTooLargeException', 'The request is too large.', 413);
      }
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? cutShort() : error;
  }
  return Buffer.concat(chunks);
}

function hashed(hash: string): Transform {
  const digest = createHash('sha256');
  return new Transform({
    transform(chunk, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const message = 'The provided x-amz-content-sha256 does not match the body.';
      done(digest.digest('hex') === hash ? null : new ServiceError('XAmzContentSHA256Mismatch', message));
    },
  });
}

/** Like `pipeline`, which would destroy the request, and its connection, when the decoder errs. */
function feed(request: IncomingMessage, decoder: Transform): Readable {
  // The reader gets the error; a request that was refused before has no reader.
  decoder.on('error', () => {});
  request.once('close', () => {
    if (!request.complete) decoder.destroy(cutShort());
  });
  return request.pipe(decoder);
}
