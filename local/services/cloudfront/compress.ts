import type { OutgoingHttpHeaders } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

interface EncodedBody {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
  cache: string;
}

/** The types that CloudFront compresses. Source: CloudFront developer guide, "Serve compressed files". */
const compressible =
  /^(text\/|application\/(json|javascript|xml|dash\+xml|vnd\.apple\.mpegurl|x-mpegurl|.*\+json)|image\/svg\+xml)/i;
const minCompressedBytes = 1_000;
const maxCompressedBytes = 10_000_000;

/** Compresses a response that CloudFront would compress, by Brotli or gzip as the viewer accepts. */
export function compressed(accepted: string | undefined, answer: EncodedBody): EncodedBody {
  const { headers, body, status } = answer;
  const type = String(headers['content-type'] ?? '');
  const fits = status === 200 && body.length >= minCompressedBytes && body.length <= maxCompressedBytes;
  if (!fits || !compressible.test(type) || headers['content-encoding']) return answer;
  const coding = ['br', 'gzip'].find((name) => new RegExp(`\\b${name}\\b`).test(accepted ?? ''));
  if (!coding) return { ...answer, headers: { ...headers, vary: 'Accept-Encoding' } };
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const smaller = coding === 'br' ? brotliCompressSync(body, quality) : gzipSync(body);
  const { etag } = headers;
  return {
    ...answer,
    body: smaller,
    headers: {
      ...headers,
      'content-encoding': coding,
      'content-length': smaller.length,
      vary: 'Accept-Encoding',
      ...(etag && { etag: String(etag).startsWith('W/') ? etag : `W/${etag}` }),
    },
  };
}
