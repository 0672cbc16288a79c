import type { IncomingHttpHeaders } from 'node:http';
import { acceptedEncodings } from './cache';
import { type Behaviour, selects } from './model';

/** Returns the parameters of a request that the origin gets. */
export function forwardedQuery(query: URLSearchParams, { cachePolicy, originRequestPolicy }: Behaviour): string {
  const wanted = [...query].filter(
    ([name]) =>
      selects(cachePolicy.queryStrings, name) ||
      (originRequestPolicy !== undefined && selects(originRequestPolicy.queryStrings, name)),
  );
  return new URLSearchParams(wanted).toString();
}

/** Returns the headers and cookies of a request that the origin gets. */
export function forwardedHeaders(
  headers: IncomingHttpHeaders,
  cookies: ReadonlyMap<string, string>,
  { cachePolicy, originRequestPolicy }: Behaviour,
  cacheable: boolean,
): IncomingHttpHeaders {
  const always = ['content-type', 'content-length', 'content-encoding', 'user-agent', ...(cacheable ? [] : ['range'])];
  const forwarded = Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        name !== 'cookie' &&
        (always.includes(name) ||
          (cachePolicy.headers.mode === 'whitelist' && cachePolicy.headers.names.includes(name)) ||
          (originRequestPolicy !== undefined && selects(originRequestPolicy.headers, name))),
    ),
  );
  const kept = [...cookies].filter(
    ([name]) =>
      selects(cachePolicy.cookies, name) || (originRequestPolicy && selects(originRequestPolicy.cookies, name)),
  );
  const encodings = acceptedEncodings(headers['accept-encoding'], cachePolicy);
  if (encodings) forwarded['accept-encoding'] = encodings;
  if (kept.length) forwarded.cookie = kept.map(([name, value]) => `${name}=${value}`).join('; ');
  return forwarded;
}
