import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Api, Asset } from '../api';
import { Failure } from '../failure';
import type { Output } from '../output';
import { reach, remove, send } from './film';
import { observations } from './observations';
import { ending, playing } from './playing';
import { needs, Skipped, Steps } from './steps';

export interface SmokeOptions {
  readonly creator: Api;
  readonly creatorName: string;
  readonly viewer: Api;
  /** A user who may read reports. */
  readonly admin?: Api;
  /** @default - the sample film of the project */
  readonly file?: string;
  /** Steps that may be skipped. */
  readonly without: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Seconds. If the queue is busy, encoding half a minute of film takes minutes, and the speech takes as long again. */
const playableLimit = 1200;
const readyLimit = 2400;
/** Seconds. Firehose writes after at most 15 minutes. */
const reportLimit = 1500;
/** The requests within the limit, one for each day, stay below the maximum of days in a report (366). */
const reportPauseMs = 5_000;

/** Tests a deployment: uploads a film, follows it until it is ready, and checks what a viewer depends on. */
export async function smoke(options: SmokeOptions, out: Output): Promise<void> {
  const { creator, creatorName: user, viewer, admin, without, env } = options;
  const steps = new Steps(out);
  await steps.take('sign-in', async () => {
    await creator.get('/assets?limit=1');
    await viewer.get('/assets?limit=1');
    return [undefined, 'creator and viewer'];
  });
  const id = await steps.take('upload', async () => {
    const title = `Smoke test ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`;
    return [await send(creator, filmOf(options.file), { title, user, env }), 'the sample film'];
  });
  const playable = await steps.take('PLAYABLE', async () => {
    const asset = await reach(creator, needs(id, 'an upload'), ['PLAYABLE', 'READY'], playableLimit);
    return [asset, `${asset.tracks.video.length} renditions`];
  });
  await steps.take('READY', async () => {
    const asset = await reach(creator, needs(playable, 'a playable film').id, ['READY'], readyLimit);
    const { audio, captions } = asset.tracks;
    const missing = asset.missing.map(({ language, code }) => `${language} ${code}`).join(', ');
    return [asset, `${audio.length} sounds, ${captions.length} captions${missing && `; missing: ${missing}`}`];
  });
  const played = await playing(steps, viewer, playable?.id);
  await observations(steps, played);
  const watched = await steps.take('events', async () => {
    const { sessionId } = needs(played.session, 'a playback session');
    return [await watch(viewer, needs(playable, 'a playable film'), sessionId), 'a watch was accepted'];
  });
  await steps.take('recommendations', async () => {
    const { rows } = await viewer.get<{ rows: { id: string; source: string }[] }>('/recommendations?for=home');
    if (rows.length === 0) throw new Error('there are no rows');
    return [rows, rows.map((row) => `${row.id} (${row.source})`).join(', ')];
  });
  await ending(steps, viewer, played.session);
  await steps.take('reports', async () => {
    if (!admin) throw new Skipped('use --admin and --admin-password, or --without reports');
    needs(watched, 'an accepted event');
    return [undefined, await reported(admin, needs(id, 'an upload'))];
  });
  await steps.observe('clean-up', () => remove(creator, needs(id, 'an upload')));

  const held = steps.held(without);
  const states = ['held', 'failed', 'skipped', 'observed'] as const;
  const counts = states.map((state) => `${steps.results.filter((one) => one.state === state).length} ${state}`);
  out.result({ held, asset: id, steps: steps.results }, [
    `${held ? 'All steps succeeded' : 'Not all steps succeeded'}: ${counts.join(', ')}`,
  ]);
  if (!held) throw new Failure('smoke', 'The deployment did not pass the smoke test');
}

function filmOf(file: string | undefined): string {
  const sample = join('samples', 'film-en.mp4');
  const found = file ?? [resolve(sample), join(__dirname, '..', sample)].find((path) => existsSync(path));
  if (!found) throw new Failure('no-film', `${sample} does not exist here. Use --file to name a film`);
  return found;
}

const token = () => randomBytes(16).toString('hex');

/** Sends an event for the first half of the film: enough to count as a view, and not the end, which would hide its title. */
async function watch(api: Api, { id, durationSeconds: duration = 60 }: Asset, sessionId: string): Promise<true> {
  const common = { v: 1, id: token(), at: Date.now(), visit: token(), type: 'watch', assetId: id, sessionId };
  const event = { ...common, from: 0, position: duration / 2, duration, watched: duration / 2, audio: 'en' };
  const { events } = await api.post<{ events: { status: string }[] }>('/events', {
    device: 'desktop',
    sentAt: Date.now(),
    events: [event],
  });
  if (events[0]?.status !== 'accepted') throw new Error(`the event was ${events[0]?.status ?? 'lost'}`);
  return true;
}

/**
 * Each request begins at another day: Athena and the API reuse the result of an equal question for minutes, also the empty
 * result from before Firehose wrote the event.
 */
async function reported(admin: Api, asset: string): Promise<string> {
  const since = Date.now();
  for (let days = 1; ; days++) {
    const from = new Date(since - days * 86_400_000).toISOString().slice(0, 10);
    const { rows } = await admin.get<{ rows: unknown[][] }>(`/insights/watch-time?asset=${asset}&from=${from}`);
    if (rows.length > 0) return `the view is in the report after ${Math.round((Date.now() - since) / 1000)} s`;
    if (Date.now() - since > reportLimit * 1000)
      throw new Error(`the view is not in the report after ${reportLimit} s`);
    await new Promise((done) => setTimeout(done, reportPauseMs));
  }
}
