import type { Api } from '../api';
import { targetDurationProblems } from '../presentation';
import { cookieOf, load, loadAll, refusedBy, request, type Session } from './edge';
import { readMpd } from './mpd';
import { type MediaPlaylist, type Presentation, readHls } from './playlist';
import { needs, type Steps } from './steps';

interface Sessions {
  readonly first: Session;
  readonly second: Session;
}

const open = (viewer: Api, id: string) => viewer.post<Session>(`/assets/${encodeURIComponent(id)}/playback`);

const textOf = (cookie?: string) => async (url: string) => (await load(url, cookie)).toString('utf8');

/** What a session plays. Steps that failed leave out their parts. */
export interface Played {
  readonly session?: Session;
  readonly hls?: Presentation;
  /** The MPD's text. */
  readonly dash?: string;
}

export interface Extent {
  /** Segments of each playlist that are loaded. @default - all */
  readonly segments?: number;
}

/** The playlists with their first segments only. */
const beginnings = (playlists: readonly MediaPlaylist[], count?: number) =>
  playlists.map(({ segments, ...rest }) => ({ ...rest, segments: segments.slice(0, count) }));

/** Checks the manifests, files and signatures that a player needs, and the requests that must be refused. */
export async function playing(
  steps: Steps,
  viewer: Api,
  id: string | undefined,
  { segments }: Extent = {},
): Promise<Played> {
  const sessions = await steps.take('sessions', async (): Promise<[Sessions, string]> => {
    const asset = needs(id, 'a playable film');
    const [first, second] = [await open(viewer, asset), await open(viewer, asset)];
    return [{ first, second }, 'two of one film'];
  });
  const session = () => needs(sessions, 'a playback session').first;
  const cookie = () => cookieOf(session());

  const hls = await steps.take('HLS', async () => {
    const found = await readHls(session().hls, textOf(cookie()));
    const { pictures, sounds, captions } = found.counts;
    return [found, `${pictures} pictures, ${sounds} sounds, ${captions} captions`];
  });
  await steps.take('files', async () => {
    const [files, bytes] = await loadAll(beginnings(needs(hls, 'HLS').playlists, segments), cookie());
    return [undefined, `${files} files, ${(bytes / 1e6).toFixed(1)} MB`];
  });
  await steps.take('target durations', async () => [undefined, targetDurations(needs(hls, 'HLS'))]);
  const dash = await steps.take('DASH', async () => {
    const text = await textOf(cookie())(session().dash);
    const { representations, contentTypes } = readMpd(text);
    if (representations === 0) throw new Error('the MPD has no representations');
    return [text, `${representations} representations: ${contentTypes.join(', ')}`];
  });
  await steps.take('signed addresses', async () => {
    const { playlists } = await readHls(session().signedHls, textOf());
    const [files] = await loadAll(beginnings(playlists, 1));
    readMpd(await textOf()(session().signedDash));
    return [undefined, `HLS and DASH without cookies, ${files} files`];
  });
  await steps.take('refusals', async () => [undefined, await refusals(needs(sessions, 'a playback session'))]);
  if (sessions) await viewer.delete(`/sessions/${sessions.second.sessionId}`).catch(() => {});
  return { session: sessions?.first, hls, dash };
}

function targetDurations({ playlists, agreeing }: Presentation): string {
  const counted = playlists.filter(({ url }) => agreeing.includes(url));
  const texts = Object.fromEntries(counted.map(({ url, text }) => [new URL(url).pathname.split('/').at(-1), text]));
  const [problem] = targetDurationProblems(texts);
  if (problem) throw new Error(problem);
  return `equal in ${counted.length} playlists`;
}

async function refusals({ first, second }: Sessions): Promise<string> {
  const cookie = cookieOf(first);
  const changed = cookie.replace(/(CloudFront-Signature=)(.)/, (_, name, one) => name + (one === 'A' ? 'B' : 'A'));
  const unsigned = refusedBy(await request(first.hls));
  const foreign = refusedBy(await request(second.hls, cookie));
  const forged = refusedBy(await request(first.hls, changed));
  return `no cookies: by ${unsigned}; another session's path: by ${foreign}; changed signature: by ${forged}`;
}

/** Seconds that the edge may still serve an ended session: its id reaches the edge through a key value store. */
const endingLimit = 120;

export async function ending(steps: Steps, viewer: Api, session: Session | undefined): Promise<void> {
  await steps.take('ended session', async () => {
    const { sessionId, hls, cookies } = needs(session, 'a playback session');
    await viewer.delete(`/sessions/${sessionId}`);
    const since = Date.now();
    for (;;) {
      const reply = await request(hls, cookieOf({ cookies }));
      const seconds = (Date.now() - since) / 1000;
      if (reply.status === 403) return [undefined, `refused after ${seconds.toFixed(1)} s by ${refusedBy(reply)}`];
      if (seconds > endingLimit) throw new Error(`still served after ${endingLimit} s`);
      await new Promise((done) => setTimeout(done, 1000));
    }
  });
}
