import { numbers } from '../../cost/assumptions';
import { servedFrom } from '../../cost/audience';
import { type Estimate, estimate, partOf } from '../../cost/estimate';
import { filmOf } from '../../cost/film';
import type { PriceKey } from '../../cost/prices';
import type { Demand } from '../../cost/services/context';
import type { StageFacts } from '../../cost/stage';

const stage: StageFacts = {
  name: 'prod',
  region: 'eu-west-1',
  replicaRegion: 'eu-central-1',
  priceClass: 'PriceClass_100',
  webAclRules: 4,
  memory: { api: 256, pipeline: 256 },
  recommenders: 3,
  logDays: 180,
  edgeLogDays: 180,
  interactionDays: 760,
  sourceClass: 'INTELLIGENT_TIERING',
  replicates: true,
  secondCopies: false,
  userPoolPlan: 'ESSENTIALS',
  hasDashboard: false,
  scheduledRuns: {},
};

const nothing: Demand = { hoursOfSource: 0, languages: 0, storedHours: 0, viewingHours: 0 };
const europe = { europe: 1 };
const month = (demand: Partial<Demand>, given: { stage?: StageFacts } = {}) =>
  estimate({ ...nothing, ...demand }, { stage, audience: europe, ...given });
const usdOf = ({ lines }: Estimate, ...prices: PriceKey[]) =>
  lines.filter(({ price }) => prices.includes(price)).reduce((sum, { usd = 0 }) => sum + usd, 0);

describe('by hand', () => {
  test('a 1080p hour is its HD and SD renditions, and two SD pictures beside its sound', () => {
    const { rungs, soundJob, segmentSeconds } = filmOf();
    const heights = rungs.map(({ height }) => height);
    expect(heights).toEqual(expect.arrayContaining([1080, 720, 540, 360]));
    // What MediaConvert charges by: HD from 720 lines on.
    const [hd, sd] = [
      heights.filter((height) => height >= 720).length,
      heights.filter((height) => height < 720).length,
    ];
    expect(soundJob).toEqual({ plain: [32], withDubs: [32, 32] });
    expect(segmentSeconds).toBe(6);
    const encoded = month({ hoursOfSource: 100, languages: 3 });
    expect(usdOf(encoded, 'mediaconvert.basic.hd')).toBeCloseTo(100 * 60 * hd * 0.015, 6);
    expect(usdOf(encoded, 'mediaconvert.basic.sd')).toBeCloseTo(100 * 60 * (sd + 2) * 0.0075, 6);
    expect(usdOf(encoded, 'transcribe.batch')).toBeCloseTo(100 * 60 * 0.006, 6);
  });

  test('a language hour is 30,600 characters of speech, a part of them translated and spoken twice', () => {
    const encoded = month({ hoursOfSource: 10, languages: 2 });
    const characters = 10 * 2 * 850 * 60 * 0.6;
    expect(characters).toBe(20 * 30_600);
    expect(usdOf(encoded, 'translate.text')).toBeCloseTo((characters * 1.3 * 15) / 1e6, 6);
    expect(usdOf(encoded, 'polly.neural')).toBeCloseTo((characters * 1.2 * 16) / 1e6, 6);
  });

  test('10,000 viewed hours are 18,000 GB, a part of them beyond the first 10 TB', () => {
    const viewed = month({ viewingHours: 10_000 });
    // 4 Mbit/s for an hour is 1.8 GB.
    expect(usdOf(viewed, 'cloudfront.gb.europe')).toBeCloseTo(10_240 * 0.085 + (18_000 - 10_240) * 0.08, 6);
    // 600 segments each of picture and sound and 20 others; 180 reports, 60 heartbeats and 12 others.
    expect(usdOf(viewed, 'cloudfront.https.europe')).toBeCloseTo((10_000 * (1220 + 252) * 0.012) / 10_000, 6);
    expect(usdOf(viewed, 'api.request')).toBeCloseTo((10_000 * 252 * 1) / 1e6, 6);
    expect(usdOf(viewed, 'waf.request')).toBeCloseTo((10_000 * 1472 * 0.6) / 1e6, 6);
    // 360 events an hour, 5 KB each.
    expect(usdOf(viewed, 'firehose.ingest')).toBeCloseTo(((10_000 * 360 * 5120) / 1e9) * 0.035, 6);
  });

  test('second copies cost their storage once more, and the transfer to the other region once', () => {
    const copied = { stage: { ...stage, secondCopies: true } };
    const more = (demand: Partial<Demand>, ...prices: PriceKey[]) =>
      usdOf(month(demand, copied), ...prices) - usdOf(month(demand), ...prices);
    expect(more({ storedHours: 1000 }, 's3.intelligent.infrequent')).toBeCloseTo(1000 * 4.5 * 0.0125, 6);
    expect(more({ hoursOfSource: 1000 }, 'transfer.interRegion')).toBeCloseTo(1000 * 4.5 * 0.02, 6);
    const events = usdOf(month({ viewingHours: 10_000 }, { stage: { ...stage, edgeLogDays: 0 } }), 's3.standard');
    expect(events).toBeGreaterThan(0);
    expect(more({ viewingHours: 10_000 }, 's3.standard')).toBeCloseTo(events, 6);
  });

  test('a stored hour is its source, and its renditions in both regions', () => {
    const { rungs } = filmOf();
    const bits = rungs.reduce((sum, { maxBitrate }) => sum + maxBitrate * 0.6, 128_000);
    const gigabytes = (bits * 3600) / 8 / 1e9;
    const stored = month({ storedHours: 1000 });
    expect(usdOf(stored, 's3.intelligent.infrequent')).toBeCloseTo(1000 * 4.5 * 0.0125, 6);
    expect(usdOf(stored, 's3.standard')).toBeCloseTo(1000 * gigabytes * 2 * 0.023, 6);
  });
});

test('twice the hours of viewing cost twice as much within a tier, and less than that across its border', () => {
  const [one, two] = [month({ viewingHours: 1000 }), month({ viewingHours: 2000 })];
  expect(usdOf(two, 'cloudfront.gb.europe')).toBeCloseTo(2 * usdOf(one, 'cloudfront.gb.europe'), 6);
  const [many, more] = [month({ viewingHours: 10_000 }), month({ viewingHours: 20_000 })];
  expect(usdOf(more, 'cloudfront.gb.europe')).toBeLessThan(2 * usdOf(many, 'cloudfront.gb.europe'));
  expect(usdOf(more, 'cloudfront.https.europe')).toBeCloseTo(2 * usdOf(many, 'cloudfront.https.europe'), 6);
});

test('a sum leaves out what has no price, and says so', () => {
  const { total } = month({ hoursOfSource: 1, languages: 1, viewingHours: 1 });
  expect(total.unknown).toContain('MediaConvert, Audio-only output: a dub');
  expect(total.unknown).toContain('CloudFront, KeyValueStore reads');
});

test('a stage without recommenders has none to pay for', () => {
  const without = month({ viewingHours: 1 }, { stage: { ...stage, recommenders: 0 } });
  expect(usdOf(without, 'personalize.recommender')).toBe(0);
  const five = month({ viewingHours: 1 }, { stage: { ...stage, recommenders: 5 } });
  expect(usdOf(five, 'personalize.recommender')).toBeCloseTo(5 * 730 * 0.375, 6);
});

test('recommendations are paid for beyond those of the recommenders’ hours', () => {
  const one = { stage: { ...stage, recommenders: 1 } };
  expect(usdOf(month({ viewingHours: 1000 }, one), 'personalize.request')).toBe(0);
  expect(usdOf(month({ viewingHours: 10_000_000 }, one), 'personalize.request')).toBeGreaterThan(0);
});

test('the parts by driver are the whole', () => {
  const all = month({ hoursOfSource: 10, languages: 2, storedHours: 50, viewingHours: 1000 });
  const drivers = ['encoded hour', 'language hour', 'stored hour', 'viewed hour', 'viewer', 'idle'] as const;
  expect(drivers.reduce((sum, driver) => sum + partOf(all, driver).usd, 0)).toBeCloseTo(all.total.usd, 6);
});

test('viewers of a place that the price class leaves out are served from Europe', () => {
  expect(servedFrom({ india: 0.25, europe: 0.75 }, 'PriceClass_100')).toEqual({ europe: 1 });
  expect(servedFrom({ india: 0.25, europe: 0.75 }, 'PriceClass_200')).toEqual({ india: 0.25, europe: 0.75 });
  expect(() => servedFrom({ europe: 1 }, 'PriceClass_7')).toThrow('no price class PriceClass_7');
});

test('an allowance never takes off more than is used', () => {
  expect(month({ viewingHours: 1 }).free).toBeLessThanOrEqual(month({ viewingHours: 1 }).total.usd);
  // 1 TB at the mean price of a GB, 10 million requests, 2 million function calls, people, and small change.
  expect(month({ viewingHours: 1_000_000 }).free).toBeGreaterThan(100);
});

test('longer segments are fewer requests, for the same bytes', () => {
  const long = estimate(
    { ...nothing, viewingHours: 1000 },
    { stage, audience: europe, film: { ...filmOf(), segmentSeconds: 12 } },
  );
  const usual = month({ viewingHours: 1000 });
  expect(usdOf(long, 'cloudfront.gb.europe')).toBeCloseTo(usdOf(usual, 'cloudfront.gb.europe'), 6);
  expect(usdOf(usual, 'cloudfront.https.europe') - usdOf(long, 'cloudfront.https.europe')).toBeCloseTo(
    (1000 * 600 * 0.012) / 10_000,
    6,
  );
});

test('numbers that are changed are changed alone', () => {
  expect(numbers({ cacheHits: 0.5 })).toEqual({ ...numbers(), cacheHits: 0.5 });
});

test('a rendition above 1080 lines costs its own price for each minute', () => {
  const [picture, ...rest] = filmOf().rungs;
  if (!picture) throw new Error('The film has no picture');
  const film = { ...filmOf(), rungs: [{ ...picture, name: '2160p', width: 3840, height: 2160 }, picture, ...rest] };
  const high = estimate({ ...nothing, hoursOfSource: 1 }, { stage, audience: europe, film });
  expect(usdOf(high, 'mediaconvert.basic.uhd')).toBeCloseTo(60 * 0.06, 6);
  expect(high.total.unknown).toEqual(month({ hoursOfSource: 1 }).total.unknown);
});
