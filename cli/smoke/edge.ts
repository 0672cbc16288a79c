import type { MediaPlaylist, Multivariant } from './playlist';
import { readMedia, readMultivariant } from './playlist';

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
/** As many as a browser opens to one host. */
const atOnce = 6;

/** Requests as a player makes them: without the API's token. */
export async function request(url: string, cookie = '', method = 'GET'): Promise<Reply> {
  const headers = { ...(cookie && { cookie }), origin: 'https://player.example' };
  const response = await fetch(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

export const cookieOf = ({ cookies }: Session) =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

/** The body of a file. Throws for any status but 200. */
export async function load(url: string, cookie?: string): Promise<Buffer> {
  const { status, body } = await request(url, cookie);
  if (status !== 200) throw new Error(`${new URL(url).pathname} answers ${status}`);
  return body;
}

export interface Presentation {
  readonly multivariant: Multivariant;
  readonly playlists: readonly MediaPlaylist[];
}

/** A presentation's playlists. */
export async function readHls(url: string, cookie?: string): Promise<Presentation> {
  const text = async (address: string) => (await load(address, cookie)).toString('utf8');
  const multivariant = readMultivariant(await text(url), url);
  const { video, audio, captions } = multivariant;
  const playlists: MediaPlaylist[] = [];
  for (const address of new Set([...video, ...audio, ...captions])) {
    playlists.push(readMedia(await text(address), address));
  }
  return { multivariant, playlists };
}

/** Loads all files of playlists; returns their number and size. */
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

/** Who refused a request: the edge function answers a text of its own, CloudFront an XML or HTML document. */
export function refusedBy({ status, headers, body }: Reply): 'the edge function' | 'CloudFront' {
  if (status !== 403) throw new Error(`answered ${status} instead of 403`);
  const isOurs = headers.get('content-type')?.startsWith('text/plain') && body.toString('utf8').trim() === 'Forbidden';
  return isOurs ? 'the edge function' : 'CloudFront';
}
