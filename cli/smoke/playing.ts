import type { Api } from '../api';
import { cookieOf, load, loadAll, type Presentation, readHls, refusedBy, request, type Session } from './edge';
import { brandsOf } from './init-segment';
import { readMpd } from './mpd';
import { needs, type Steps } from './steps';

export interface Sessions {
  readonly first: Session;
  readonly second: Session;
}

export async function open(viewer: Api, id: string): Promise<Session> {
  return viewer.post<Session>(`/assets/${encodeURIComponent(id)}/playback`);
}

/** Manifests, files and signatures: what a viewer's player needs, and what it is refused. */
export async function playing(steps: Steps, viewer: Api, id: string | undefined): Promise<Session | undefined> {
  const sessions = await steps.take('sessions', async (): Promise<[Sessions, string]> => {
    const asset = needs(id, 'a playable film');
    const [first, second] = [await open(viewer, asset), await open(viewer, asset)];
    return [{ first, second }, `${first.sessionId}, ${second.sessionId}`];
  });
  const session = () => needs(sessions, 'a playback session').first;

  const hls = await steps.take('HLS', async () => {
    const { hls: url } = session();
    const presentation = await readHls(url, cookieOf(session()));
    const { video, audio, captions } = presentation.multivariant;
    return [presentation, `${video.length} pictures, ${audio.length} sounds, ${captions.length} captions`];
  });
  await steps.take('files', async () => {
    const [files, bytes] = await loadAll(needs(hls, 'HLS').playlists, cookieOf(session()));
    return [files, `${files} files, ${(bytes / 1e6).toFixed(1)} MB`];
  });
  await steps.take('target durations', async () => [undefined, targetDurations(needs(hls, 'HLS'))]);
  const dash = await steps.take('DASH', async () => {
    const mpd = readMpd((await load(session().dash, cookieOf(session()))).toString('utf8'));
    if (mpd.representations === 0) throw new Error('the MPD has no representations');
    return [mpd, `${mpd.representations} representations: ${mpd.contentTypes.join(', ')}`];
  });
  await steps.take('signed addresses', async () => {
    const { playlists } = await readHls(session().signedHls);
    const starts = playlists.map(({ segments, ...rest }) => ({ ...rest, segments: segments.slice(0, 1) }));
    const [files] = await loadAll(starts);
    readMpd((await load(session().signedDash)).toString('utf8'));
    return [undefined, `HLS and DASH without cookies, ${files} files`];
  });
  await refusals(steps, sessions);
  await observations(steps, sessions, hls, dash?.presentationTimeOffsets);
  return sessions?.first;
}

function targetDurations({ multivariant, playlists }: Presentation): string {
  const { captions } = multivariant;
  // RFC 8216, 6.2.4: all alike, but for subtitles and I-frames.
  const counted = playlists.filter(({ url }) => !captions.includes(url));
  const values = [...new Set(counted.map(({ targetDuration }) => targetDuration))];
  if (values.length !== 1) throw new Error(`they differ: ${values.join(', ')} s`);
  return `${values[0]} s in ${counted.length} playlists`;
}

async function refusals(steps: Steps, sessions: Sessions | undefined): Promise<void> {
  await steps.take('refusals', async () => {
    const { first, second } = needs(sessions, 'a playback session');
    const cookie = cookieOf(first);
    const changed = cookie.replace(
      /(CloudFront-Signature=)(.)/,
      (_, name, letter) => name + (letter === 'A' ? 'B' : 'A'),
    );
    const unsigned = refusedBy(await request(first.hls));
    const foreign = refusedBy(await request(second.hls, cookie));
    const forged = refusedBy(await request(first.hls, changed));
    return [
      undefined,
      `no cookies: by ${unsigned}; another session's path: by ${foreign}; changed signature: by ${forged}`,
    ];
  });
}

/** What AWS does not document: the design is right either way, and this shows which way it is. */
async function observations(
  steps: Steps,
  sessions: Sessions | undefined,
  hls: Presentation | undefined,
  offsets: readonly number[] | undefined,
): Promise<void> {
  const first = () => needs(sessions, 'a playback session').first;
  await steps.take(
    'policy at the edge',
    async () => {
      // The function refuses a policy that is given twice, where it sees one; CloudFront takes a signature all the same.
      const policy = first().cookies['CloudFront-Policy'];
      const reply = await request(first().hls, `${cookieOf(first())}; CloudFront-Policy=${policy}`);
      if (reply.status === 200) return [undefined, 'the function does not see the signed policy'];
      const by = refusedBy(reply);
      return [
        undefined,
        by === 'CloudFront' ? 'not shown: CloudFront refused first' : 'the function sees the signed policy',
      ];
    },
    'observed',
  );
  await steps.take(
    'CORS preflight',
    async () => {
      const { status, headers } = await request(first().hls, '', 'OPTIONS');
      const origin = headers.get('access-control-allow-origin');
      return [undefined, `${status}, access-control-allow-origin ${origin ?? 'missing'}`];
    },
    'observed',
  );
  await steps.take(
    'init segments',
    async () => {
      const { multivariant, playlists } = needs(hls, 'HLS');
      const found: string[] = [];
      for (const { url, init } of playlists.filter((one) => one.init)) {
        const kind = multivariant.audio.includes(url) ? 'sound' : 'picture';
        found.push(`${kind} ${brandsOf(await load(init as string, cookieOf(first()))).join(' ')}`);
      }
      return [undefined, [...new Set(found)].join('; ')];
    },
    'observed',
  );
  await steps.take(
    'time offsets',
    async () => {
      const values = [...new Set(needs(offsets, 'DASH'))];
      return [undefined, `presentationTimeOffset ${values.join(', ') || 'not stated'}`];
    },
    'observed',
  );
}

/** How long an ended session may still be served: its id reaches the edge by a key value store; seconds. */
const endingLimit = 120;

export async function ending(steps: Steps, viewer: Api, session: Session | undefined): Promise<void> {
  await steps.take('ended session', async () => {
    const { sessionId, hls, ...rest } = needs(session, 'a playback session');
    await viewer.delete(`/sessions/${sessionId}`);
    const since = Date.now();
    for (;;) {
      const reply = await request(hls, cookieOf({ sessionId, hls, ...rest }));
      if (reply.status === 403) {
        return [undefined, `refused after ${((Date.now() - since) / 1000).toFixed(1)} s by ${refusedBy(reply)}`];
      }
      if (Date.now() - since > endingLimit * 1000) throw new Error(`still served after ${endingLimit} s`);
      await new Promise((done) => setTimeout(done, 1000));
    }
  });
}
