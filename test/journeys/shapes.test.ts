import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorker, type FilmName, film, has, needs } from '@omnistream/local/test';
import type { Browser } from 'playwright-core';
import { Api } from '../../cli/api';
import { each } from '../support/audience';
import { type CliResult, omnistreamBeside, type Platform, startPlatform } from '../support/platform';
import { openBrowser, watch } from '../support/player';

/** Films of every shape, each from upload to the screen. */
let platform: Platform;
let browser: Browser;
let worker: string;
/** Opens the sessions, without a process of the command line for each. */
let api: Api;
/** Films are uploaded beside each other, and beside the playing of those that are ready. */
const uploads = new Map<FilmName, Promise<CliResult>>();
/** The session before, which makes room for the next. */
let watched: string | undefined;

beforeAll(async () => {
  worker = buildWorker('transcode');
  platform = await startPlatform();
  const password = readFileSync(join(platform.home, 'demo-password'), 'utf8').trim();
  api = new Api(new URL(platform.web), () => ({ user: 'creator@example.com', password }));
  const names = [...shapes.map(([name]) => name), ...damaged];
  const finished = new Map<FilmName, (result: CliResult) => void>();
  for (const name of names) uploads.set(name, new Promise((resolve) => finished.set(name, resolve)));
  void each(names, 2, async (name) => {
    // Their sound is a tone, in which a recognizer would look for words at length: there is none for Finnish.
    const upload = ['upload', await film(name, worker), '--language', 'fi', '--wait'];
    finished.get(name)?.(await omnistreamBeside(platform, ...upload));
  });
  if (has('chromium')) browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

interface Session {
  readonly sessionId: string;
  readonly hls: string;
  readonly dash: string;
  readonly cookies: Readonly<Record<string, string>>;
}

interface Expected {
  /** Width and height of the best rendition; absent for sound alone. */
  readonly size?: readonly [number, number];
  readonly audio: number;
}

const shapes: readonly (readonly [FilmName, Expected])[] = [
  ['plain', { size: [320, 180], audio: 1 }],
  ['portrait', { size: [180, 320], audio: 1 }],
  ['rotated', { size: [180, 320], audio: 1 }],
  ['silent', { size: [320, 180], audio: 0 }],
  ['audioOnly', { audio: 1 }],
  ['oddSize', { size: [320, 180], audio: 1 }],
  ['variableRate', { size: [320, 180], audio: 1 }],
  ['tenBit', { size: [320, 180], audio: 1 }],
  ['hdr10', { size: [320, 180], audio: 1 }],
  ['interlaced', { size: [320, 180], audio: 1 }],
  ['surround', { size: [320, 180], audio: 1 }],
  ['twoLanguages', { size: [320, 180], audio: 1 }],
  ['fractionalRate', { size: [320, 180], audio: 1 }],
  ['transportStream', { size: [320, 180], audio: 1 }],
  ['matroska', { size: [320, 180], audio: 1 }],
];

const damaged: readonly FilmName[] = ['truncated', 'truncatedIndex'];

describe.each(shapes)('a film that is %s', (name, { size, audio }) => {
  // biome-ignore lint/suspicious/noExplicitAny: JSON of the CLI
  let asset: any;

  test('becomes READY in its own shape', async () => {
    const { json, stderr } = (await uploads.get(name)) ?? {};
    asset = json;
    if (json?.status !== 'READY') throw new Error(`${JSON.stringify(json?.reason)} ${stderr}`);
    const [best] = asset.tracks.video;
    expect(best && [best.width, best.height]).toEqual(size);
    expect(asset.tracks.audio).toHaveLength(audio);
  });

  needs('chromium').test.each(['hls', 'shaka'] as const)('plays to its end by %s', async (player) => {
    const session = await api.create<Session>(`/assets/${asset.id}/playback`, watched ? { end: watched } : undefined);
    watched = session.sessionId;
    const manifest = player === 'hls' ? session.hls : session.dash;
    const viewing = await watch(browser, { player, web: platform.web, manifest, cookies: session.cookies });
    expect(viewing.errors).toEqual([]);
    expect(viewing.ended).toBe(true);
    expect(viewing.position).toBeGreaterThan(2.7);
  });
});

describe.each(damaged)('a film that is %s', (name) => {
  test('becomes FAILED with a reason, and hangs nothing', async () => {
    const { json, status } = (await uploads.get(name)) ?? {};
    expect([status === 0, json.status]).toEqual([false, 'FAILED']);
    expect(json.reason.code).toMatch(/Truncated|NotMedia|TranscodeFailed|Corrupt/);
  });
});
