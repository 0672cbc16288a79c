import { estimate as monthlyCost } from '../../../cost/estimate';
import { filmOf } from '../../../cost/film';
import { bounds, filmRates } from '../../../cost/film-rates';
import { entryOf, type PriceKey } from '../../../cost/prices';
import { estimateOf, microOf, totalOf, usdOf } from '../../../lambda/budget/estimate';
import { type FilmPrice, filmPrices, pictureTier } from '../../../lambda/budget/film-use';
import type { Probe } from '../../../lambda/media-pipeline/messages';

const stage: Parameters<typeof monthlyCost>[1]['stage'] = {
  ...{ name: 'prod', region: 'eu-west-1', replicaRegion: 'eu-central-1', priceClass: 'PriceClass_100' },
  ...{ webAclRules: 4, memory: { api: 256, pipeline: 256 }, recommenders: 0, logDays: 180, edgeLogDays: 180 },
  ...{ interactionDays: 760, replicates: true, secondCopies: false, userPoolPlan: 'ESSENTIALS' },
  ...{ hasDashboard: false, scheduledRuns: {} },
};
const rates = filmRates(stage.region, 2);
const longest = 21_600;

const film = (side: number, framesPerSecond: number, hours: number): Probe => ({
  container: 'mp4',
  durationSeconds: hours * 3600,
  video: {
    ...{ codec: 'AVC', width: Math.round((side * 16) / 9), height: side, rotation: 0, bitDepth: 8, colour: 'SDR' },
    ...{ frameRate: { numerator: framesPerSecond, denominator: 1 }, interlaced: false },
  },
  audio: [{ codec: 'AAC', track: 1, channels: 2 }],
});
const work = (probe: Probe, languages: readonly string[]) => ({
  ...{ probe, languages, encodes: true, extracts: true, durationSeconds: probe.durationSeconds },
});

/** The purposes of storage and items that the estimate leaves out. */
const isFilm = ({ price, what }: { readonly price: PriceKey; readonly what: string }) =>
  filmPrices.includes(price as FilmPrice) && !/events|requests|sources|before they are encoded/.test(what);

describe.each([
  ['in 1080p', 1080, 25],
  ['in 2160p with 50 frames a second', 2160, 50],
  ['in 480p', 480, 30],
])('a film %s', (_, side, framesPerSecond) => {
  test.each([0, 3])('costs the same in `npm run cost` and in the estimate, with %d languages', (count) => {
    const probe = film(side, framesPerSecond, 1);
    const demand = { hoursOfSource: 1, languages: count, storedHours: 1, viewingHours: 0 };
    const { lines } = monthlyCost(demand, { stage, film: filmOf(probe) });
    // The command reports items without a price; the estimate counts them by their bounds.
    const priceOf = (line: (typeof lines)[number]) => {
      const bound = bounds[line.price as FilmPrice];
      return line.usd ?? (bound === undefined ? Number.NaN : line.quantity * rates.prices[bound]);
    };
    const expected = lines.filter(isFilm).reduce((sum, line) => sum + priceOf(line), 0);
    const parts = estimateOf(work(probe, ['es', 'fr', 'de'].slice(0, count)), rates, longest);
    // Each part is rounded up to a millionth of a USD.
    const roundings = Object.keys(parts).length * 1e-6;
    expect(usdOf(totalOf(parts))).toBeGreaterThanOrEqual(expected - 1e-9);
    expect(usdOf(totalOf(parts))).toBeLessThanOrEqual(expected + roundings);
  });
});

test('every item has a price in each region that a stage may have', () => {
  for (const region of ['eu-west-1', 'us-east-1', 'ap-southeast-2']) {
    for (const price of Object.values(filmRates(region, 2).prices)) expect(price).toBeGreaterThan(0);
  }
  expect(Object.keys(bounds).filter((key) => Object.keys(entryOf(key as PriceKey).in).length > 0)).toEqual([]);
});

test('the prices fit into an environment of 4 KB', () => {
  expect(JSON.stringify(rates).length).toBeLessThan(1000);
});

test('a film that declares no duration is estimated as the longest one, with as much speech as Transcribe accepts', () => {
  const { durationSeconds: _, ...probe } = film(1080, 25, 1);
  const unknown = estimateOf({ ...work(probe, []), durationSeconds: undefined }, rates, longest);
  const hour = estimateOf(work(film(1080, 25, 1), []), rates, longest);
  expect(unknown.picture).toBeCloseTo((hour.picture ?? 0) * 6, -2);
  expect(unknown.speech).toBeCloseTo((hour.speech ?? 0) * 4, -2);
});

test('speech that Transcribe does not accept is not estimated, and neither are the languages', () => {
  expect(Object.keys(estimateOf(work(film(1080, 25, 5), ['es']), rates, longest))).toEqual(['picture', 'storage']);
});

test('a silent film has no speech', () => {
  const silent = { ...film(1080, 25, 1), audio: [] };
  expect(Object.keys(estimateOf(work(silent, ['es']), rates, longest))).toEqual(['picture', 'storage']);
});

test('languages of a film whose speech is known cost their translation, voice and dub', () => {
  const added = { encodes: false, extracts: false, languages: ['es'], durationSeconds: 3600 };
  const parts = estimateOf(added, rates, longest);
  expect(Object.keys(parts)).toEqual(['translation:es', 'voice:es', 'dub:es', 'storage']);
  // 850 characters a minute in 60 % of an hour, 30 % of them twice, for 15 USD a million.
  expect(parts['translation:es']).toBe(Math.ceil(850 * 60 * 0.6 * 1.3 * 15));
});

test.each([
  [2160, 25, 'mediaconvert.basic.uhd'],
  [1080, 30, 'mediaconvert.basic.hd'],
  [720, 30.5, 'mediaconvert.basic.hd.60'],
  [719, 25, 'mediaconvert.basic.sd'],
])('%d lines with %d frames a second have the price %s', (side, framesPerSecond, price) => {
  expect(pictureTier(side, framesPerSecond)).toBe(price);
});

test('amounts are whole millionths of a USD, rounded up', () => {
  expect([microOf(0.0000001), microOf(1.5), microOf(0.1 + 0.2)]).toEqual([1, 1_500_000, 300_000]);
});
