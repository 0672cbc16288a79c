import { byTiers, charge } from '../../cost/charge';
import { priced, sumOf } from '../../cost/line';
import { entryOf, type PriceKey, priceIn, prices } from '../../cost/prices';
import { sumText } from '../../cost/text';

const tiers = [
  { upTo: 10, usd: 1 },
  { upTo: 30, usd: 0.5 },
  { upTo: Number.POSITIVE_INFINITY, usd: 0.1 },
];

describe('tiers', () => {
  test.each([
    ['nothing', 0, 0],
    ['below the first border', 9, 9],
    ['at the first border', 10, 10],
    ['one beyond it: only that one is cheaper', 11, 10.5],
    ['at the second border', 30, 20],
    ['beyond the last border', 130, 30],
  ])('%s', (_, quantity, usd) => expect(byTiers(quantity, tiers)).toBeCloseTo(usd, 10));

  test('CloudFront’s first border is 10 TB of 1,024 GB', () => {
    const at = (gigabytes: number) => charge('cloudfront.gb.europe', gigabytes, 'eu-west-1').usd ?? 0;
    expect(at(10_240)).toBeCloseTo(10_240 * 0.085, 6);
    expect(at(10_241) - at(10_240)).toBeCloseTo(0.08, 6);
  });
});

describe('prices', () => {
  const keys = Object.keys(prices) as PriceKey[];
  const sourced = keys.flatMap((key) =>
    Object.entries(entryOf(key).in).map(([region, price]) => ({ key, region, price })),
  );

  test.each(sourced)('$key in $region is more than 0, with a dated source', ({ price }) => {
    const usd = typeof price.usd === 'number' ? [price.usd] : price.usd.map((tier) => tier.usd);
    for (const one of usd) expect(one).toBeGreaterThan(0);
    expect(price.source.url).toMatch(/^https:\/\//);
    expect(price.source.date).toMatch(/^20\d\d-\d\d-\d\d$/);
  });

  test('a quantity is in what is counted, not in the unit of the price', () => {
    expect(charge('waf.request', 2_000_000, 'us-east-1').usd).toBeCloseTo(1.2, 10);
  });

  test('a price of another region is marked as such', () => {
    expect(priceIn('kms.key', 'us-east-1')?.elsewhere).toBeUndefined();
    expect(priceIn('kms.key', 'eu-west-1')?.elsewhere).toBe('us-east-1');
    expect(priceIn('polly.neural', 'eu-west-1')?.elsewhere).toBeUndefined();
  });
});

describe('what is unknown', () => {
  const line = (price: PriceKey, quantity: number) => priced({ price, quantity, driver: 'idle', region: 'eu-west-1' });

  test('is never 0', () => {
    const partitioning = line('firehose.partitioning', 730);
    expect(partitioning.usd).toBeUndefined();
    expect(sumText(sumOf([partitioning]))).toBe('unknown');
  });

  test('is named by the sum that leaves it out', () => {
    const sum = sumOf([line('firehose.partitioning', 730), line('kms.key', 2)]);
    expect(sum).toEqual({ usd: 2, unknown: ['Firehose, Dynamic partitioning'] });
    expect(sumText(sum)).toBe('2.00 + unknown');
  });

  test('is not named where there is none of it', () => {
    expect(sumOf([line('firehose.partitioning', 0)]).unknown).toEqual([]);
  });
});
