import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeVoices, findSpeakers } from '../../engines/speak/engines';
import type { Segment } from '../../engines/speak/messages';
import { Speaker } from '../../engines/speak/speaker';
import { buildWorker } from '../../testing/engine-worker';
import { needs } from '../../testing/needs';

const workerPath = buildWorker('speak');
const nowhere = { OMNISTREAM_PICO_VOICES: '/nonexistent' };
const woman = { gender: 'Female', order: 0 } as const;
const sentence = 'The quick brown fox jumps over the lazy dog, and then it sleeps.';

const phrase = (text: string, more: Partial<Extract<Segment, { kind: 'phrase' }>> = {}): Segment => ({
  kind: 'phrase',
  text,
  language: 'en-US',
  rate: 1,
  pitch: 1,
  volume: 1,
  ...more,
});

const samplesOf = (sound: Buffer) =>
  new Int16Array(sound.buffer.slice(sound.byteOffset, sound.byteOffset + sound.byteLength));
const seconds = (sound: Buffer, sampleRate = 16_000) => sound.byteLength / 2 / sampleRate;

function loudness(sound: Buffer, from = 0, to = Number.POSITIVE_INFINITY): number {
  const samples = samplesOf(sound).slice(Math.round(from * 16_000), Math.min(1e9, Math.round(to * 16_000)));
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** Returns the pitch of the voice in hertz, by the strongest self-similarity of the sound between 60 and 400 Hz. */
function pitchOf(sound: Buffer): number {
  const samples = samplesOf(sound);
  let best = { lag: 0, score: 0 };
  for (let lag = 40; lag <= 266; lag++) {
    let score = 0;
    for (let at = 0; at + lag < samples.length; at++) score += (samples[at] as number) * (samples[at + lag] as number);
    if (score > best.score) best = { lag, score };
  }
  return 16_000 / best.lag;
}

/** The tests of both engines are the same; Pico's voices are not installed on every machine. */
describe.each([{ name: 'eSpeak NG', env: nowhere }])('$name', promises);
needs('pico').describe.each([{ name: 'SVOX Pico', env: {} }])('$name', promises);

function promises({ name, env }: { name: string; env: NodeJS.ProcessEnv }): void {
  const speaker = new Speaker({ workerPath, env });
  afterAll(() => speaker.close());

  test('is who speaks', () => {
    expect(speaker.speakers.instrument('en-US', woman)?.program).toBe(name === 'eSpeak NG' ? 'espeak' : 'pico');
  });

  test('speaks at 16 kHz, at once and without a tail', async () => {
    const sound = await speaker.say([phrase(sentence)], woman, 16_000);
    expect(seconds(sound)).toBeGreaterThan(3);
    expect(seconds(sound)).toBeLessThan(5);
    expect(loudness(sound)).toBeGreaterThan(500);
    expect(samplesOf(sound).findIndex((sample) => Math.abs(sample) >= 200) / 16_000).toBeLessThan(0.05);
    const end = [...samplesOf(sound)].reverse().findIndex((sample) => Math.abs(sample) >= 200) / 16_000;
    expect(end).toBeLessThan(0.1);
  });

  test('speaks in half as many samples at 8 kHz', async () => {
    const wide = await speaker.say([phrase('Good morning.')], woman, 16_000);
    const narrow = await speaker.say([phrase('Good morning.')], woman, 8000);
    expect(seconds(narrow, 8000)).toBeCloseTo(seconds(wide), 3);
    expect(loudness(narrow) / loudness(wide)).toBeGreaterThan(0.7);
  });

  test('speaks faster and slower by what it is asked, within a tenth', async () => {
    const natural = seconds(await speaker.say([phrase(sentence)], woman, 16_000));
    for (const rate of [0.6, 0.8, 1.2, 1.5, 1.8]) {
      const asked = seconds(await speaker.say([phrase(sentence, { rate })], woman, 16_000));
      expect(natural / asked / rate).toBeGreaterThan(0.9);
      expect(natural / asked / rate).toBeLessThan(1.1);
    }
  });

  test('keeps pauses to the sample and turns the volume down', async () => {
    const pause = { kind: 'pause', seconds: 1.25 } as const;
    const one = await speaker.say([phrase('One.')], woman, 16_000);
    const both = await speaker.say([phrase('One.'), pause, phrase('One.', { volume: 0.5 })], woman, 16_000);
    expect(both.byteLength).toBe(one.byteLength * 2 + 1.25 * 32_000);
    expect(loudness(both, seconds(one), seconds(one) + 1.25)).toBe(0);
    expect(loudness(both, seconds(one) + 1.25) / loudness(one)).toBeCloseTo(0.5, 1);
  });

  test('gives men lower voices than women', async () => {
    const her = await speaker.say([phrase(sentence)], woman, 16_000);
    const him = await speaker.say([phrase(sentence)], { gender: 'Male', order: 0 }, 16_000);
    expect(pitchOf(him)).toBeLessThan(pitchOf(her) * 0.85);
  });

  test('speaks several languages in one text', async () => {
    const text = [
      phrase('Hello.'),
      phrase('Buenos días a todos.', { language: 'es-ES' }),
      phrase('Bonjour.', { language: 'fr-FR' }),
    ];
    expect(seconds(await speaker.say(text, woman, 16_000))).toBeGreaterThan(2);
  });

  test('is not upset by markup, control characters, emoji and silence', async () => {
    for (const text of [
      'a < b & c > d',
      '<speed level="500">slow',
      '[[x]] {y} \\ ^',
      'x\u0007y',
      '😀',
      '...',
      '   ',
      '',
    ]) {
      await speaker.say([phrase(text)], woman, 16_000);
    }
    expect(seconds(await speaker.say([phrase('Still here.')], woman, 16_000))).toBeGreaterThan(0.5);
  });
}

describe('the speaker', () => {
  test('lets the runtime go on while it speaks, in a bounded number of processes', async () => {
    const speaker = new Speaker({ workerPath, env: nowhere, processes: 1 });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const long = phrase(`${sentence} `.repeat(16));
    const all = await Promise.all([1, 2, 3].map(() => speaker.say([long], woman, 16_000)));
    clearInterval(timer);
    expect(all.map((sound) => seconds(sound) > 50)).toEqual([true, true, true]);
    expect(ticks).toBeGreaterThan(10);
    expect((speaker as unknown as { members: unknown[] }).members).toHaveLength(1);
    speaker.close();
  });

  test('names a language that nobody speaks', async () => {
    const speaker = new Speaker({ workerPath, env: nowhere });
    const said = speaker.say([phrase('こんにちは', { language: 'ja-JP' })], woman, 16_000);
    await expect(said).rejects.toThrow("no voice for the language 'ja-JP' is installed");
  });

  test('fails a text whose voice is broken, and speaks the next', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pico-'));
    for (const name of ['en-US_ta.bin', 'en-US_lh0_sg.bin']) writeFileSync(join(folder, name), 'no voice');
    const speaker = new Speaker({ workerPath, env: { OMNISTREAM_PICO_VOICES: folder }, processes: 1 });
    const said = speaker.say([phrase('Hello.')], woman, 16_000);
    const next = speaker.say([phrase('Hola.', { language: 'es-ES' })], woman, 16_000);
    await expect(said).rejects.toThrow(/Pico could not load/);
    expect(seconds(await next)).toBeGreaterThan(0.2);
    speaker.close();
  });

  test('ends idle processes, and starts another when there is more to say', async () => {
    const speaker = new Speaker({ workerPath, env: nowhere, idle: 20 });
    await speaker.say([phrase('One.')], woman, 16_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(seconds(await speaker.say([phrase('Two.')], woman, 16_000))).toBeGreaterThan(0.2);
    speaker.close();
  });

  test('fails what was under way when it is closed', async () => {
    const speaker = new Speaker({ workerPath, env: nowhere, processes: 1 });
    const said = [1, 2].map(() => speaker.say([phrase(sentence.repeat(60))], woman, 16_000));
    const failed = Promise.all(
      said.map((promise) => expect(promise).rejects.toThrow(/was ended by SIGKILL|the runtime is stopping/)),
    );
    speaker.close();
    await failed;
  });
});

describe('what is found on the machine', () => {
  test('is told in one line, with how to get more', () => {
    expect(describeVoices(workerPath, nowhere)).toMatch(/^speaks ar, .*\bes\b.* by eSpeak NG; .*libttspico-data/);
    expect(describeVoices('/nonexistent/x.cjs', nowhere)).toMatch(/^speaks no language: .*espeak-ng-emscripten/);
  });

  test('gives voices of one language different instruments', () => {
    const { instrument } = findSpeakers(workerPath, nowhere);
    const all = (['Female', 'Male'] as const).flatMap((gender) =>
      [0, 1, 2, 3].map((order) => JSON.stringify(instrument('es-ES', { gender, order }))),
    );
    expect(new Set(all).size).toBe(8);
  });
});
