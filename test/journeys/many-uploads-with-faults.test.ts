import type { FaultPlanInput } from '@omnistream/local';
import { buildWorker, film } from '@omnistream/local/test';
import type { Asset } from '../../cli/api';
import { eventually } from '../support/audience';
import { comparable, differences, type Injected, injected } from '../support/injected';
import { type Platform, startPlatform } from '../support/platform';
import { Creator, encodedTwice, pictures, running, type Uploads, unsettled, whenSettled } from '../support/uploads';

/** The number of films; 300 in the long run. */
const count = Number(process.env.JOURNEY_UPLOADS ?? 30);
/** A creator uploads at most 200 films a day, so two share more. */
const mostOfOne = 150;
/** The share of AWS calls that fail. */
const rate = Number(process.env.JOURNEY_FAULT_RATE ?? 0.2);
/** With 7, notifications of uploads and of finished jobs are among the first events that get lost. */
const seed = Number(process.env.JOURNEY_SEED ?? 7);
/** Seconds until all films must be settled: a guard against what hangs, and no measure of speed. */
const limitSeconds = 240 + 10 * count;

/** Half of the calls that fail are throttled, and half of the others have run. At rate 0, events are not touched either. */
const plan = (share: number): FaultPlanInput => ({
  seed,
  calls: [
    { kind: 'throttle', rate: share / 2 },
    { kind: 'fail', rate: share / 2 },
  ],
  events:
    share > 0
      ? [
          { kind: 'double', rate: 0.1 },
          { kind: 'lose', rate: 0.05 },
        ]
      : [],
});

/** Speech costs time: no engine recognizes Finnish, and one film in ten is to be translated. */
const films = Array.from({ length: count }, (_, index) =>
  index % 10 === 9 ? { language: 'en', targetLanguages: ['es'] } : { language: 'fi' },
);

let file: string;
let platform: Platform;
let second: Platform | undefined;
let creator: Creator;
let uploads: Uploads;
let assets: readonly Asset[];

beforeAll(
  async () => {
    file = await film('plain', buildWorker('transcode'));
    platform = await startPlatform({ faults: plan(rate) });
    // An administrator lists the films of all creators.
    creator = new Creator(platform, count > mostOfOne ? 'admin@example.com' : undefined);
    const first = await creator.upload(file, films.slice(0, mostOfOne), 4);
    const others = await new Creator(platform).upload(file, films.slice(mostOfOne), 4);
    uploads = { ids: [...first.ids, ...others.ids], restarted: first.restarted + others.restarted };
    assets = await whenSettled(platform, creator, uploads.ids, limitSeconds);
  },
  (limitSeconds + 600) * 1000,
);

afterAll(async () => {
  await platform?.stop();
  await second?.stop();
});

test('every film is READY, or FAILED with a reason', () => {
  expect(unsettled(uploads.ids, assets)).toEqual([]);
});

test('most films are READY: errors of single calls fail nothing', () => {
  const failed = assets.filter(({ status }) => status === 'FAILED').map(({ id, reason }) => `${id} ${reason?.code}`);
  // Without faults, all. With a fifth of all calls failing, a few may use up every retry.
  expect(failed.slice(0, rate > 0 ? Math.floor(count / 10) : 0)).toEqual(failed);
});

test('no film is encoded twice', async () => {
  expect(await encodedTwice(platform)).toEqual([]);
  const finished = await pictures(platform);
  const ready = assets.filter(({ status }) => status === 'READY');
  expect(ready.filter(({ id }) => finished.get(id) !== 1).map(({ id }) => `${id} ${finished.get(id)}`)).toEqual([]);
});

test('no execution is left', async () => {
  const ended = async () => ((await running(platform)).length === 0 ? true : undefined);
  // The last step of an execution may be retried for some minutes after its film is READY.
  await eventually('the end of all executions', ended, 900);
});

test('no lost response leaves a second asset', async () => {
  const all = await eventually('a list of all assets', () => creator.assets());
  expect(new Set(uploads.ids).size).toBe(count);
  const others = all.filter(({ id }) => !uploads.ids.includes(id)).map(({ id, status }) => `${id} ${status}`);
  expect(others.slice(uploads.restarted)).toEqual([]);
});

test('calls and events failed by the plan, and the platform reports how many', async () => {
  const kinds = new Set(injected(platform).map(({ kind }) => kind));
  // Of few films, there are too few events to be sure of both of their kinds.
  const events = count < 30 ? [...kinds].filter((kind) => kind.startsWith('event')) : ['event double', 'event lose'];
  expect([...kinds].sort()).toEqual(rate > 0 ? [...events, 'fail after', 'fail before', 'throttle'].sort() : []);
  expect(platform.output()).toContain(`with seed ${seed}`);
  await platform.stop();
  const [, calls = 0, throttled = 0] = /of (\d+) calls .*?(\d+) throttle/.exec(platform.output())?.map(Number) ?? [];
  if (rate > 0) expect(throttled / calls).toBeCloseTo(rate / 2, 1);
  else expect(platform.output()).toMatch(/of \d+ calls none; of \d+ deliveries of events none/);
});

test('the same seed gives the same faults for the same calls', async () => {
  const before: readonly Injected[] = injected(platform);
  second = await startPlatform({ faults: plan(rate) });
  const again = new Creator(second);
  const { ids } = await again.upload(file, films.slice(0, 2), 1);
  await whenSettled(second, again, ids, limitSeconds);
  const after = injected(second);
  expect(comparable(before, after).length).toBeGreaterThan(rate > 0 ? 5 : -1);
  expect(differences(before, after)).toEqual([]);
});
