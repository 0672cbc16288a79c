import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory } from '../directory';
import type { Client, Pool } from '../pools';

/** One request to a domain of managed login. */
export interface Visit {
  readonly directory: Directory;
  readonly pool: Pool;
  /** The domain's address, without a slash at its end. */
  readonly base: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

/** An error of RFC 6749, 5.2, for the caller: JSON with `error`. */
export class OAuthError extends Error {
  constructor(
    readonly code: string,
    readonly description: string,
    readonly status = 400,
  ) {
    super(description);
  }
}

/** An error for the user of the page. It is not sent to the client, which may not be trustworthy. */
export class PageError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const maxFormBytes = 64 * 1024;

/** Reads a form of a browser or OAuth client. Throws {@link OAuthError}. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
    throw new OAuthError('invalid_request', 'The request must be a form');
  }
  let text = '';
  // Destroying the request would close the connection before the response is sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.length > maxFormBytes) throw new OAuthError('invalid_request', 'The form is too large', 413);
  }
  return new URLSearchParams(text);
}

/** Returns a parameter that may occur once: RFC 6749, 3.1. */
export function one(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...others] = parameters.getAll(name);
  if (others.length) throw new OAuthError('invalid_request', `${name} occurs twice`);
  return value || undefined;
}

export function readCookie({ request, pool }: Visit, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === `${name}-${pool.id}`)?.[1];
}

/** Sets a cookie that only these pages receive. `seconds` 0 removes it. */
export function setCookie({ response, base, pool }: Visit, name: string, value: string, seconds?: number): void {
  const { pathname } = new URL(base);
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  const cookie = `${name}-${pool.id}=${value}; Path=${pathname}${age}; HttpOnly; SameSite=Lax`;
  response.appendHeader('set-cookie', cookie);
}

export function redirect({ response }: Visit, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-store' }).end();
}

/** Returns the client of a request, if it may use managed login. Throws {@link PageError}. */
export function clientOf(
  { directory, pool }: Visit,
  clientId: string | undefined,
): Required<Pick<Client, 'oauth'>> & Client {
  const client = directory.pools.findClient(clientId, pool);
  if (!client?.oauth) throw new PageError(400, 'The application is not registered in this user pool.');
  return { ...client, oauth: client.oauth };
}
