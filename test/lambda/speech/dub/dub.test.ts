import { PollyClient } from '@aws-sdk/client-polly';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { createS3, type Laptop, startLaptop } from '@omnistream/local/test';
import { ContentTexts } from '../../../../lambda/shared/content.client';
import { dubCacheFolder } from '../../../../lambda/shared/content-layout';
import { RateLimit } from '../../../../lambda/shared/rate-limit';
import { type DubPorts, dub } from '../../../../lambda/speech/dub/dub';
import { loudnessOf } from '../../../../lambda/speech/dub/loudness';
import { samplesOf } from '../../../../lambda/speech/dub/pcm';
import { PollySynthesizer } from '../../../../lambda/speech/dub/polly.client';
import { SpeechBucket } from '../../../../lambda/speech/dub/speech-cache.client';
import { StreamedObjects } from '../../../../lambda/speech/dub/streamed-object.client';
import type { Cue } from '../../../../lambda/speech/model';
import { type Answer, run, startPolly } from '../support';

let laptop: Laptop;
let s3: S3Client;
let bucket: string;
let films = 0;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createS3(kernel)]);
  s3 = new S3Client(laptop.clientConfig);
  bucket = (await laptop.deploy('AWS::S3::Bucket', 'Content', {})).ref;
});
afterAll(() => laptop.stop());

type Line = [start: number, end: number, text: string, more?: Partial<Cue>];

/** A film of its own for each test. */
function film() {
  films += 1;
  return { ...run, assetId: `a${String.fromCharCode(96 + films).repeat(21)}` };
}

async function speak(
  lines: readonly Line[],
  options: { duration?: number; language?: string; answer?: Answer; asset?: typeof run } = {},
) {
  const polly = await startPolly(options.answer);
  const asset = options.asset ?? film();
  const { language = 'es', duration = 30 } = options;
  const content = new ContentTexts(s3, bucket);
  const cues = lines.map(([start, end, text, more], index): Cue => ({ index, start, end, text, ...more }));
  const cuesKey = `${asset.assetId}/cues.json`;
  await content.write(cuesKey, JSON.stringify({ language, cues }));
  const retry = { base: 1, cap: 2 };
  const ports: DubPorts = {
    content,
    synthesizer: new PollySynthesizer(new PollyClient(polly.clientConfig), new RateLimit(1000), retry),
    cache: (assetId) => new SpeechBucket(s3, bucket, dubCacheFolder({ assetId })),
    uploads: new StreamedObjects(s3, bucket, 'audio/wav'),
  };
  try {
    const output = await dub({ ...asset, cuesKey, durationSeconds: duration }, ports);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: output.wavKey }));
    const wav = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return { ...output, wav, sounds: soundsOf(wav), calls: polly.calls, asset };
  } finally {
    await polly.stop();
  }
}

/** Where there is sound in a WAV: starts and ends in seconds, measured. */
function soundsOf(wav: Buffer): { start: number; end: number }[] {
  const samples = samplesOf(wav.subarray(44));
  const sounds: { start: number; end: number }[] = [];
  for (let at = 0; at < samples.length; at++) {
    if (Math.abs(samples[at] ?? 0) < 100) continue;
    const last = sounds.at(-1);
    const seconds = at / 16_000;
    if (last && seconds - last.end < 0.015) last.end = seconds;
    else sounds.push({ start: seconds, end: seconds });
  }
  return sounds;
}

const words = (characters: number) => 'palabra '.repeat(Math.ceil(characters / 8)).slice(0, characters - 1) + '.';

test('each cue sounds from its start, with silence between, in a film of exactly the given length', async () => {
  const { wav, sounds, report } = await speak([
    [1, 3, words(30)],
    [5.5, 8, words(30)],
    [20, 23, words(30)],
  ]);
  expect(wav.length).toBe(44 + 30 * 32_000);
  expect(wav.readUInt32LE(40)).toBe(30 * 32_000);
  expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
  expect(sounds.map(({ start }) => Math.round(start * 50) / 50)).toEqual([1, 5.5, 20].map((at) => at + 0.02));
  expect(report).toMatchObject({ cues: 3, spedUp: 0, maxStartOffsetMs: 0, overruns: 0, missing: 0 });
});

test('voices are as loud as the original will be', async () => {
  const { wav, sounds } = await speak([[1, 4, words(40)]]);
  const [sound = { start: 0, end: 0 }] = sounds;
  const samples = samplesOf(wav.subarray(44)).slice(sound.start * 16_000, sound.end * 16_000);
  expect(Math.abs(loudnessOf(samples) + 23)).toBeLessThan(0.5);
});

test('a cue that is too long for its slot is spoken faster, and never into the next one', async () => {
  const { sounds, report, calls } = await speak([
    [1, 2.5, words(30)],
    [2.6, 5, words(30)],
  ]);
  expect(sounds[0]?.end).toBeLessThan(2.6);
  expect(sounds[1]?.start).toBeCloseTo(2.6, 1);
  expect(report).toMatchObject({ spedUp: 1, overruns: 0, maxStartOffsetMs: 0 });
  expect(calls.some(({ Text }) => Text.includes('<prosody rate="1'))).toBe(true);
});

test('what does not fit is spoken whole and reported, and the next one waits', async () => {
  const { sounds, report } = await speak([
    [1, 2, words(60)],
    [2, 6, words(30)],
    [10, 12, words(15)],
  ]);
  expect(report).toMatchObject({ overruns: 1, spedUp: 1, missing: 0 });
  expect(report.maxOverrunMs).toBe(report.maxStartOffsetMs);
  expect(report.maxOverrunMs).toBeGreaterThan(1500);
  expect(sounds).toHaveLength(3);
  expect((sounds[0]?.end ?? 0) - (sounds[0]?.start ?? 0)).toBeCloseTo(60 / 15 / 1.4, 1);
  expect(sounds[2]?.start).toBeCloseTo(10, 1);
});

test('the shorter wording is spoken where speed is not enough', async () => {
  const { calls, report } = await speak([
    [1, 2, words(60), { brief: 'Corto.' }],
    [2, 6, words(30)],
  ]);
  expect(report.overruns).toBe(0);
  expect(calls.at(-1)?.Text === '<speak>Corto.</speak>' || calls.some(({ Text }) => Text.includes('Corto'))).toBe(true);
});

test('each speaker has a voice of his own', async () => {
  const { calls } = await speak([
    [1, 3, 'Hola.', { speaker: 'spk_1' }],
    [4, 6, 'Buenas.', { speaker: 'spk_0' }],
    [7, 9, 'Bien.', { speaker: 'spk_1' }],
  ]);
  expect(new Map(calls.map(({ Text, VoiceId }) => [Text, VoiceId]))).toEqual(
    new Map([
      ['<speak>Hola.</speak>', 'Lucia'],
      ['<speak>Buenas.</speak>', 'Sergio'],
      ['<speak>Bien.</speak>', 'Lucia'],
    ]),
  );
  expect(calls[0]).toMatchObject({ Engine: 'neural', OutputFormat: 'pcm', SampleRate: '16000', TextType: 'ssml' });
});

test('where the region has no neural engine, the standard one speaks', async () => {
  const answer: Answer = ({ Engine }) => (Engine === 'neural' ? { error: 'EngineNotSupportedException' } : undefined);
  const { sounds, calls } = await speak([[1, 3, 'Hola.']], { answer });
  expect(sounds).toHaveLength(1);
  expect(calls.map(({ Engine }) => Engine)).toEqual(['neural', 'standard']);
});

test('where no engine has the voice, the dub is left out by name', async () => {
  const answer: Answer = () => ({ error: 'EngineNotSupportedException' });
  await expect(speak([[1, 3, 'Hola.']], { answer })).rejects.toMatchObject({ name: 'NoVoice' });
  await expect(speak([[1, 3, 'Habari.']], { language: 'sw' })).rejects.toMatchObject({ name: 'NoVoice' });
});

test('a service that throttles every second call is asked again', async () => {
  const answer: Answer = (_, count) => (count % 2 ? { error: 'ThrottlingException', status: 429 } : undefined);
  const lines = Array.from({ length: 8 }, (_, at): Line => [at * 3, at * 3 + 2, `Frase ${at}.`]);
  const { sounds, report } = await speak(lines, { answer });
  expect(sounds).toHaveLength(8);
  expect(report.missing).toBe(0);
});

test('a service that only throttles ends in its error, and leaves no object', async () => {
  const asset = film();
  const answer: Answer = () => ({ error: 'ThrottlingException', status: 429 });
  await expect(speak([[1, 3, 'Hola.']], { answer, asset })).rejects.toMatchObject({ name: 'ThrottlingException' });
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: `work/${asset.assetId}/dubs/` }),
  );
  expect(Contents).toEqual([]);
});

test('a second attempt pays only for what the first did not speak', async () => {
  const asset = film();
  const lines = Array.from({ length: 8 }, (_, at): Line => [at * 3, at * 3 + 2, `Frase ${at}.`]);
  const answer: Answer = ({ Text }) => (Text.includes('7') ? { error: 'InvalidSsmlException' } : undefined);
  await expect(speak(lines, { answer, asset })).rejects.toMatchObject({ name: 'InvalidSsmlException' });
  const { calls, report, wav, sounds } = await speak(lines, { asset });
  expect(calls.map(({ Text }) => Text)).toEqual(['<speak>Frase 7.</speak>']);
  expect(report.characters).toBe('Frase 7.'.length);
  expect(sounds).toHaveLength(8);
  const again = await speak(lines, { asset });
  expect(again.calls).toEqual([]);
  expect(again.wav.equals(wav)).toBe(true);
});

test('markup and unpronounceable characters are text, not SSML', async () => {
  const { calls } = await speak([[1, 6, 'R&D <break time="9s"/>\u0007 \ud83d fin']]);
  expect(calls[0]?.Text).toBe('<speak>R&amp;D &lt;break time=&quot;9s&quot;/&gt;  fin</speak>');
});

test('a cue beyond the limit of a call is spoken in several, as one', async () => {
  const text = Array.from({ length: 500 }, (_, at) => `${1000 + at} a`).join(' ');
  const { calls, sounds } = await speak([[0, 7, text]], { duration: 300 });
  expect(calls).toHaveLength(2);
  for (const { Text } of calls) expect(Text.replace(/<[^>]*>/g, '').length).toBeLessThanOrEqual(3000);
  expect(calls.map(({ Text }) => Text.replace(/<[^>]*>/g, '')).join(' ')).toBe(text);
  expect(sounds[0]?.start).toBeCloseTo(0, 1);
});

test('what there is nothing to pronounce of, and what comes after the film, is counted as missing', async () => {
  const { report, sounds, wav } = await speak([
    [1, 2, '♪ …'],
    [3, 5, 'Hola.'],
    [31, 32, 'Tarde.'],
  ]);
  expect(report).toMatchObject({ cues: 3, missing: 2 });
  expect(sounds).toHaveLength(1);
  expect(wav.length).toBe(44 + 30 * 32_000);
});

test('the film ends when it ends, even in the middle of a word, and that is reported', async () => {
  const { wav, report } = await speak([[29.5, 30, words(60)]]);
  expect(wav.length).toBe(44 + 30 * 32_000);
  expect(report.overruns).toBe(1);
});

test('no cues make a silent film', async () => {
  const { wav, report } = await speak([], { duration: 2.5 });
  expect(wav.length).toBe(44 + 80_000);
  expect(wav.subarray(44).every((byte) => byte === 0)).toBe(true);
  expect(report).toMatchObject({ cues: 0, missing: 0, meanStartOffsetMs: 0, characters: 0 });
});

test('95 of 100 cues at the pace of speech start within 100 ms of their own', async () => {
  const lines = Array.from({ length: 100 }, (_, at): Line => [at * 2.9, at * 2.9 + 2.7, words(20 + ((at * 37) % 41))]);
  const { sounds } = await speak(lines, { duration: 300 });
  const onTime = lines.filter(([start]) => sounds.some((sound) => Math.abs(sound.start - start) <= 0.1));
  expect(onTime.length).toBeGreaterThanOrEqual(95);
});
