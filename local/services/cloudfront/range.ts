import type { OutgoingHttpHeaders } from 'node:http';

interface Whole {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
  cache: string;
}

/**
 * Returns the part of a body that a `Range` header asks for, if the header names one range of bytes; otherwise the
 * whole body.
 */
export function range(header: string | undefined, answer: Whole): Whole {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || answer.status !== 200 || (!match[1] && !match[2])) return answer;
  const size = answer.body.length;
  const start = match[1] ? Number(match[1]) : Math.max(0, size - Number(match[2]));
  const end = match[1] && match[2] ? Math.min(Number(match[2]), size - 1) : size - 1;
  if (start >= size || start > end) {
    const headers = { 'content-range': `bytes */${size}`, 'content-length': 0 };
    return { ...answer, status: 416, headers, body: Buffer.alloc(0) };
  }
  const body = answer.body.subarray(start, end + 1);
  const headers = {
    ...answer.headers,
    'content-range': `bytes ${start}-${end}/${size}`,
    'content-length': body.length,
  };
  return { ...answer, status: 206, headers, body };
}
