import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import {
  buildWorker,
  englishInMatroska,
  findTranslationModes,
  has,
  needs,
  Sound,
  sample,
  wordErrors,
} from '@omnistream/local/test';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/audience';
import { wayOf } from '../support/incident';
import { everyFile, parseMedia, parseMultivariant } from '../support/manifests';
import { pausedWorker } from '../support/paused-worker';
import { omnistream, omnistreamLater, type Platform, startPlatform } from '../support/platform';
import { openBrowser, watch } from '../support/player';

/** Captions and dubs of a real film, by the engines of this machine. */
const film = sample('film-en.mp4');
const spoken = JSON.parse(readFileSync(sample('film-en.transcript.json'), 'utf8')) as {
  readonly cues: readonly { readonly start: number; readonly end: number; readonly text: string }[];
};
// biome-ignore lint/suspicious/noExplicitAny: JSON of the CLI
type Json = any;

// The engine that recognises, and a way to hold its process back.
const { test } = needs('vosk', 'procfs');
let platform: Platform;
let browser: Browser;
let asset: Json;
let early: Json;
let playback: Json;
/** The requested languages that the engines of this machine can translate into. */
let translated: string[];

const cookie = () =>
  Object.entries(playback.cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

async function bytes(url: string): Promise<Buffer> {
  const response = await fetch(url, { headers: { cookie: cookie() } });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
const text = async (url: string) => (await bytes(url)).toString();

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (let attempt = 0; attempt < 1_200; attempt++) {
    const found = look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('it never came about');
}

async function encodings(): Promise<string[]> {
  const client = new MediaConvertClient(platform.owner);
  const { Jobs = [] } = await client.send(new ListJobsCommand({ MaxResults: 20 }));
  return Jobs.map(({ UserMetadata = {} }) => [UserMetadata.purpose, UserMetadata.language].filter(Boolean).join(' '));
}

async function renditions(language: string) {
  const { audio, captions } = parseMultivariant(await text(playback.hls), playback.hls);
  const uri = (list: typeof audio) => list.find(({ LANGUAGE }) => LANGUAGE === language)?.URI ?? '';
  const whole = await text(new URL('captions.vtt', uri(captions)).href);
  return { audio: uri(audio), captions: uri(captions), cues: cuesOf(whole) };
}

function cuesOf(vtt: string): { start: number; end: number; text: string }[] {
  const seconds = (clock: string) => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return vtt
    .split('\n\n')
    .map((block) => /^([\d:.]+) --> ([\d:.]+)\n([\s\S]+)$/.exec(block.trim()))
    .flatMap((found) =>
      found ? [{ start: seconds(found[1] ?? ''), end: seconds(found[2] ?? ''), text: found[3] ?? '' }] : [],
    );
}

beforeAll(async () => {
  platform = await startPlatform();
  const modes = await findTranslationModes();
  translated = ['es', 'fr'].filter((tag) => modes.some(({ target }) => target.split('-')[0] === tag));
  // Recognizing stands still until the film plays: on a small machine it is over before the encoding.
  const recognizing = pausedWorker(platform.pid, 'recognise-worker');
  const upload = omnistreamLater(platform, 'upload', film, '--languages', 'es,fr,de', '--wait');
  let output = '';
  upload.stdout?.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const ended = new Promise((done) => upload.once('exit', done));
  try {
    await recognizing.paused;
    const listed = () => omnistream(platform, 'assets').json?.assets?.[0];
    early = await until(() => {
      const found = listed();
      return found?.status === 'PLAYABLE' && found;
    });
    playback = omnistream(platform, 'playback', early.id).json;
  } finally {
    recognizing.resume();
  }
  await ended;
  asset = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  if (has('chromium')) browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

test('the film plays in its own language before its speech is recognized', async () => {
  expect(early.tracks).toMatchObject({ audio: [{ kind: 'original' }], captions: [] });
  const files = await everyFile(playback.hls, text);
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) await bytes(file);
});

test('then it has captions and a dub in every language that this machine has, and says why in others not', () => {
  playback = omnistream(platform, 'playback', asset.id).json;
  expect(asset.status).toBe('READY');
  expect(asset.tracks.captions).toEqual(['en', ...translated].map((language) => ({ language })));
  expect(asset.tracks.audio).toEqual([
    { language: 'en', kind: 'original' },
    ...translated.map((language) => ({ language, kind: 'dub' })),
  ]);
  expect(asset.missing).toContainEqual({
    language: 'de',
    media: ['captions', 'audio'],
    code: 'UnsupportedLanguagePair',
    message: expect.stringContaining('de'),
  });
});

test('its captions are what is said, when it is said', async () => {
  const { cues } = await renditions('en');
  const said = spoken.cues.flatMap(({ text }) => text.split(' '));
  const errors = wordErrors(said, cues.map(({ text }) => text).join(' '));
  console.info(
    `word error rate of the captions: ${((errors / said.length) * 100).toFixed(1)} % of ${said.length} words`,
  );
  expect(errors / said.length).toBeLessThanOrEqual(0.2);
  // Each sentence of the recording begins with a cue of its own.
  for (const { start } of spoken.cues) {
    expect(Math.min(...cues.map((cue) => Math.abs(cue.start - start)))).toBeLessThanOrEqual(0.4);
  }
  for (const [index, cue] of cues.entries()) expect(cue.start).toBeGreaterThanOrEqual(cues[index - 1]?.end ?? 0);
});

needs('vosk', 'procfs', 'apertium').describe('a dub, in the sound that was published', () => {
  test('sets in with its cues, is silent before them, and is as long as the film', async () => {
    for (const language of translated) {
      const { audio, cues } = await renditions(language);
      const { init, segments } = parseMedia(await text(audio), audio);
      const parts = await Promise.all([init, ...segments.map(({ uri }) => uri)].map(bytes));
      const sound = await Sound.decode(Buffer.concat(parts));
      expect(Math.abs(sound.duration - 30)).toBeLessThanOrEqual(6);
      const late = cues.filter(({ start }) => !sound.isVoiced(start, start + 0.1));
      expect(late.length / cues.length).toBeLessThanOrEqual(0.05);
      // After a pause, the voice is silent before the next cue.
      const afterPause = cues.filter(({ start }, index) => start - (cues[index - 1]?.end ?? 0) >= 0.5);
      expect(afterPause.length).toBeGreaterThanOrEqual(4);
      for (const { start } of afterPause) expect(sound.isVoiced(start - 0.1, start - 0.02)).toBe(false);
    }
  });
});

needs('vosk', 'procfs', 'chromium').test.each(['hls', 'shaka'] as const)(
  'by %s, its viewer listens and reads in the chosen language',
  async (player) => {
    const [language = 'en'] = translated;
    const viewing = await watch(browser, {
      player,
      web: platform.web,
      manifest: player === 'hls' ? playback.hls : playback.dash,
      cookies: playback.cookies,
      language,
      until: 12,
      screenshot: process.env.JOURNEY_SCREENSHOTS && join(process.env.JOURNEY_SCREENSHOTS, `speech-${player}.png`),
    });
    expect(viewing.errors).toEqual([]);
    expect(viewing.stalls).toBe(0);
    expect(viewing.offered).toEqual({ audio: ['en', ...translated], captions: ['en', ...translated] });
    expect(viewing.chosen).toEqual({ audio: language, captions: language });
    const { cues } = await renditions(language);
    // On the screen when they are due, and in full.
    const due = cues.filter(({ start }) => start > 2 && start < 11);
    const shown = viewing.captions.filter(({ start }) => start > 2 && start < 11);
    expect(shown.map(({ start, end, text }) => ({ start, end, text }))).toEqual(due);
    for (const { at, start } of shown) expect(at).toBeGreaterThanOrEqual(start);
  },
);

needs('vosk', 'procfs', 'apertium').test(
  'a language that is added later costs one job of sound, and no picture',
  async () => {
    const before = await encodings();
    const viewerHas = playback.hls;
    const { status, json } = omnistream(platform, 'languages', asset.id, 'it', '--wait');
    expect([status, json.status]).toEqual([0, 'READY']);
    const after = await encodings();
    expect(after.filter((job) => !before.includes(job))).toEqual(['dub it']);
    expect(after).toHaveLength(before.length + 1);
    expect(json.tracks.captions).toContainEqual({ language: 'it' });
    expect(json.tracks.audio).toContainEqual({ language: 'it', kind: 'dub' });
    expect(json.tracks.video).toEqual(asset.tracks.video);
    // A viewer who is watching continues with the current publication.
    for (const file of await everyFile(viewerHas, text)) await bytes(file);
    playback = omnistream(platform, 'playback', asset.id).json;
    expect((await renditions('it')).cues.length).toBeGreaterThan(4);
  },
);

needs('vosk', 'procfs', 'apertium').test(
  'the saved query shows the whole way of the film, for its id, its correlation id and its session',
  async () => {
    const workflow = [
      ...['ingest', 'inspect', 'planladder', 'transcode', 'jobfinished', 'publish'],
      ...['speechtranscribe', 'speechcaptions', 'speechtranslate', 'speechdub', 'speechtranscodedub'],
    ].map((name) => `mediapipeline-${name}`);
    const missing = (rows: readonly Record<string, string>[], parts: readonly string[]) =>
      parts.filter((part) => !rows.some(({ function_name = '' }) => function_name.includes(`-${part}`)));
    // The datasets follow the stream of the table.
    const rows = await eventually('the film in the datasets', async () => {
      const found = await wayOf(platform, asset.id);
      return missing(found, ['personalization-synchandler']).length === 0 ? found : undefined;
    });
    expect(missing(rows, ['api-uploads', ...workflow, 'delivery-playback'])).toEqual([]);
    const times = rows.map((row) => row['@timestamp'] ?? '');
    expect(times).toEqual([...times].sort());

    const [{ correlation_id: correlationId = '' } = {}] = rows;
    const ofUpload = await wayOf(platform, correlationId);
    expect(missing(ofUpload, ['api-uploads', ...workflow])).toEqual([]);
    const logged = ofUpload.filter(({ function_name }) => !function_name?.includes('synchandler'));
    expect(new Set(logged.map((row) => row.correlation_id))).toEqual(new Set([correlationId]));

    const { sessionId } = playback;
    const [opened] = await wayOf(platform, sessionId);
    expect(opened).toMatchObject({
      route: 'POST /api/assets/{id}/playback',
      status: '201',
      assetId: asset.id,
      sessionId,
    });
  },
);

test('a language that failed can be tried again by itself, and fails by the same name', async () => {
  const before = await encodings();
  const { status, json, stderr } = omnistream(platform, 'languages', asset.id, 'de', '--wait');
  expect(status).not.toBe(0);
  expect(stderr).toContain('UnsupportedLanguagePair');
  expect(json.missing.map(({ language }: Json) => language)).toContain('de');
  expect(await encodings()).toEqual(before);
});

test('a master that Transcribe does not take has captions too, of the sound that is taken from it', async () => {
  const master = await englishInMatroska(buildWorker('transcode'), platform.home);
  const { status, json } = omnistream(platform, 'upload', master, '--wait');
  expect([status, json.status]).toEqual([0, 'READY']);
  expect(json.tracks.captions).toEqual([{ language: 'en' }]);
  expect((await encodings()).filter((job) => job === 'sound')).toHaveLength(1);
});
