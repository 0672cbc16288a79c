import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { Failure } from './failure';
import { Passing } from './retry';

export interface Part {
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  readonly url: string;
}

/** The URL or its credentials have expired; a new URL is needed. */
export class UrlExpired extends Error {}

/** Milliseconds without a transferred byte until a request times out. */
const IDLE_MS = 60_000;

/** Reads `[offset, offset + size)` of the file twice, first for the checksum, so that no part is held in memory. */
export async function sendPart(
  path: string,
  offset: number,
  part: Part,
  moved: (bytes: number) => void,
): Promise<void> {
  const range = { start: offset, end: offset + part.size - 1 };
  const hash = createHash('md5');
  await pipeline(createReadStream(path, range), hash);
  // Content-MD5 is the only checksum that S3 accepts although the URL's signature does not include it.
  const headers = { 'content-length': part.size, 'content-md5': hash.digest('base64') };
  let sent = 0;
  try {
    await put(new URL(part.url), headers, path, range, (bytes) => {
      sent += bytes;
      moved(bytes);
    });
  } catch (error) {
    moved(-sent);
    throw error;
  }
}

function put(
  url: URL,
  headers: Record<string, string | number>,
  path: string,
  range: { start: number; end: number },
  moved: (bytes: number) => void,
): Promise<void> {
  return new Promise((done, reject) => {
    const passing = (error: Error) => {
      reject(new Passing(error.message, undefined, new Failure('unreachable', `${url.host}: ${error.message}`)));
    };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, { method: 'PUT', headers, timeout: IDLE_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', passing);
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) done();
        else reject(refusal(status, text));
      });
    });
    const file = createReadStream(path, range);
    request.on('timeout', () => request.destroy(new Error(`no data was transferred for ${IDLE_MS / 1000} seconds`)));
    request.on('error', (error) => {
      file.destroy();
      passing(error);
    });
    file.on('data', (chunk) => moved(chunk.length));
    file.on('error', (error) => {
      request.destroy();
      reject(new Failure('unreadable', `${path}: ${error.message}`));
    });
    file.pipe(request);
  });
}

/** Reads S3's error response, `<Error><Code>…</Code><Message>…</Message></Error>`. */
function refusal(status: number, xml: string): Error {
  const code = /<Code>([^<]+)<\/Code>/.exec(xml)?.[1] ?? `http-${status}`;
  const message = /<Message>([^<]+)<\/Message>/.exec(xml)?.[1] ?? `HTTP status ${status}`;
  const failure = new Failure(code, `A part of the file could not be uploaded: ${message}`);
  if (status === 403 || code === 'ExpiredToken') return new UrlExpired(failure.message, { cause: failure });
  // A bad connection can cause BadDigest and RequestTimeout although the part is correct.
  const transient = status >= 500 || status === 429 || ['BadDigest', 'RequestTimeout', 'IncompleteBody'].includes(code);
  return transient ? new Passing(failure.message, undefined, failure) : failure;
}
