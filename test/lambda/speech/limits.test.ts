import { readEnv } from '../../../lambda/shared/env';
import { RateLimit } from '../../../lambda/shared/rate-limit';
import { retrying } from '../../../lambda/shared/retry';
import { ahead, inParallel } from '../../../lambda/speech/in-parallel';
import { transcribeHandler } from '../../../lambda/speech/transcribe/transcribe.env';
import { named } from './support';

/** A clock that moves when somebody sleeps. */
function clock() {
  const state = { time: 0 };
  return {
    state,
    now: () => state.time,
    sleep: async (milliseconds: number) => {
      state.time += milliseconds;
    },
  };
}

test('no second sees more calls than twice the rate, and the rate holds in the long run', async () => {
  const time = clock();
  const limit = new RateLimit(8, time);
  const calls: number[] = [];
  for (let call = 0; call < 80; call++) {
    await limit.take();
    calls.push(time.state.time);
  }
  for (const at of calls)
    expect(calls.filter((other) => other >= at && other < at + 1000).length).toBeLessThanOrEqual(16);
  expect(calls.at(-1)).toBeCloseTo(9000, -1);
});

test('waits grow twofold with full jitter up to a cap, and attempts are bounded', async () => {
  const waits: number[] = [];
  const failing = () => Promise.reject(named('ThrottlingException'));
  const options = {
    attempts: 6,
    base: 100,
    cap: 1000,
    random: () => 1,
    sleep: async (wait: number) => void waits.push(wait),
  };
  await expect(retrying(failing, options)).rejects.toMatchObject({ name: 'ThrottlingException' });
  expect(waits).toEqual([100, 200, 400, 800, 1000]);
  waits.length = 0;
  await expect(retrying(failing, { ...options, random: () => 0.25 })).rejects.toThrow();
  expect(waits).toEqual([25, 50, 100, 200, 250]);
});

test('what would fail again is not tried again', async () => {
  let calls = 0;
  const failing = () => {
    calls += 1;
    return Promise.reject(named('AccessDeniedException'));
  };
  await expect(retrying(failing)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(calls).toBe(1);
});

test('work ahead is bounded, in order, and its failure is thrown when its turn comes', async () => {
  let [running, most] = [0, 0];
  const work = async (item: number) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5 - (item % 3)));
    running -= 1;
    if (item === 7) throw named('Seven');
    return item;
  };
  const done: number[] = [];
  const all = async () => {
    for await (const item of ahead(
      Array.from({ length: 20 }, (_, index) => index),
      4,
      work,
    ))
      done.push(item);
  };
  await expect(all()).rejects.toMatchObject({ name: 'Seven' });
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(most).toBe(4);
  expect(running).toBe(0);
});

test('after a failure nothing new is begun', async () => {
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await Promise.resolve();
    if (item === 1) throw named('One');
  };
  await expect(inParallel([0, 1, 2, 3, 4, 5], 2, work)).rejects.toMatchObject({ name: 'One' });
  expect(begun.length).toBeLessThan(5);
});

test('lists and vocabularies are read from the environment', () => {
  const names = { JOBS_TABLE: 't', CONTENT_BUCKET: 'b', CONTENT_KEY_ARN: 'k', TRANSCRIPTION_ROLE_ARN: 'r' };
  expect(
    readEnv(transcribeHandler, {
      ...names,
      LANGUAGE_OPTIONS: 'en-US, es-US',
      VOCABULARIES: 'en-US=names,es-US=nombres',
    }),
  ).toEqual({
    ...names,
    LANGUAGE_OPTIONS: ['en-US', 'es-US'],
    VOCABULARIES: { 'en-US': 'names', 'es-US': 'nombres' },
  });
  expect(readEnv(transcribeHandler, { ...names, LANGUAGE_OPTIONS: '', VOCABULARIES: '' })).toMatchObject({
    LANGUAGE_OPTIONS: [],
    VOCABULARIES: {},
  });
  expect(() => readEnv(transcribeHandler, { ...names, LANGUAGE_OPTIONS: '', VOCABULARIES: 'names' })).toThrow(
    'VOCABULARIES',
  );
});
