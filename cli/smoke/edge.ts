import type { EdgeAnswer } from '../presentation';
import type { MediaPlaylist } from './playlist';

export interface Session {
  readonly sessionId: string;
  readonly hls: string;
  readonly dash: string;
  readonly cookies: Readonly<Record<string, string>>;
  readonly signedHls: string;
  readonly signedDash: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

const timeoutMs = 60_000;
/** The number of connections that a browser opens to one host. */
const atOnce = 6;

/** Sends a request like a player's, without the API's token. */
export async function request(url: string, cookie = '', method = 'GET'): Promise<Reply> {
  const headers = { ...(cookie && { cookie }), origin: 'https://player.example' };
  const response = await fetch(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

export const cookieOf = ({ cookies }: Pick<Session, 'cookies'>) =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

/** The body of a file. Throws for any status but 200. */
export async function load(url: string, cookie?: string): Promise<Buffer> {
  const { status, body } = await request(url, cookie);
  if (status !== 200) throw new Error(`${new URL(url).pathname} returns ${status}`);
  return body;
}

/** Loads all files of playlists. Returns their number and their total size in bytes. */
export async function loadAll(
  playlists: readonly MediaPlaylist[],
  cookie?: string,
): Promise<[files: number, bytes: number]> {
  const files = [...new Set(playlists.flatMap(({ init, segments }) => [...(init ? [init] : []), ...segments]))];
  let bytes = 0;
  let next = 0;
  const lane = async () => {
    while (next < files.length) {
      const url = files[next++] as string;
      const { length } = await load(url, cookie);
      if (length === 0) throw new Error(`${new URL(url).pathname} is empty`);
      bytes += length;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return [files.length, bytes];
}

export const answerOf = ({ status, headers }: Reply): EdgeAnswer => ({ status, from: headers.get('x-cache') });

/** The component that refused a request. Throws if the request was not refused. */
export function refusedBy({ status, headers }: Reply): string {
  if (status !== 403) throw new Error(`returned ${status} instead of 403`);
  return headers.get('x-cache')?.startsWith('FunctionGenerated') ? 'the function' : 'CloudFront';
}
