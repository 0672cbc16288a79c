import { type Entry, listed, recorded, type Sourced, type Tier } from './entry';

/** The places of viewers, as in CloudFront's price list. */
const places = ['northAmerica', 'europe', 'middleEast', 'southAmerica', 'japan', 'australia', 'asia', 'india'] as const;
export type Place = (typeof places)[number];

export const placeNames: Readonly<Record<Place, string>> = {
  northAmerica: 'US, Mexico, Canada',
  europe: 'Europe, Israel',
  middleEast: 'South Africa, Kenya, Middle East',
  southAmerica: 'South America',
  japan: 'Japan',
  australia: 'Australia, New Zealand',
  asia: 'Hong Kong, Philippines, Asia Pacific',
  india: 'India',
};

/** Tiers of the price list in GB of 1024 MB: 10, 50, 150 and 500 TB, 1 and 5 PB. */
const borders = [10_240, 51_200, 153_600, 512_000, 1_048_576, 5_242_880, Number.POSITIVE_INFINITY];

const steps: Readonly<Record<Place, readonly number[]>> = {
  northAmerica: [0.085, 0.08, 0.06, 0.04, 0.03, 0.025, 0.02],
  europe: [0.085, 0.08, 0.06, 0.04, 0.03, 0.025, 0.02],
  middleEast: [0.11, 0.105, 0.09, 0.08, 0.06, 0.05, 0.04],
  southAmerica: [0.11, 0.105, 0.09, 0.08, 0.06, 0.05, 0.04],
  japan: [0.114, 0.089, 0.086, 0.084, 0.08, 0.07, 0.06],
  australia: [0.114, 0.098, 0.094, 0.092, 0.09, 0.085, 0.08],
  asia: [0.12, 0.1, 0.095, 0.09, 0.08, 0.07, 0.06],
  india: [0.109, 0.085, 0.082, 0.08, 0.078, 0.075, 0.072],
};

const requests: Readonly<Record<Place, Sourced>> = {
  northAmerica: recorded(0.01, 'cloudfront_distribution'),
  europe: listed(0.012, 'AmazonCloudFront', 'any', '2026-10-03'),
  middleEast: recorded(0.012, 'cloudfront_distribution'),
  southAmerica: recorded(0.022, 'cloudfront_distribution'),
  japan: recorded(0.012, 'cloudfront_distribution'),
  australia: recorded(0.0125, 'cloudfront_distribution'),
  asia: recorded(0.012, 'cloudfront_distribution'),
  india: recorded(0.012, 'cloudfront_distribution'),
};

const tiersOf = (place: Place): Tier[] =>
  borders.map((upTo, step) => ({ upTo, usd: steps[place][step] ?? Number.NaN }));

function ofPlaces<K extends string>(kind: K, entry: (place: Place) => Entry) {
  return Object.fromEntries(places.map((place) => [`cloudfront.${kind}.${place}`, entry(place)])) as Record<
    `cloudfront.${K}.${Place}`,
    Entry
  >;
}

export const delivery = {
  ...ofPlaces('gb', (place) => ({
    service: 'CloudFront',
    what: `To viewers in ${placeNames[place]}`,
    unit: 'GB',
    in: { any: recorded(tiersOf(place), 'cloudfront_distribution') },
  })),
  ...ofPlaces('https', (place) => ({
    service: 'CloudFront',
    what: `HTTPS requests in ${placeNames[place]}`,
    unit: '10,000 requests',
    per: 10_000,
    in: { any: requests[place] },
  })),
  'cloudfront.function': {
    service: 'CloudFront',
    what: 'CloudFront Functions',
    unit: 'million calls',
    per: 1_000_000,
    free: 2,
    in: { any: listed(0.1, 'AmazonCloudFront', 'any', '2026-10-03') },
  },
  'cloudfront.keyValueStore': {
    service: 'CloudFront',
    what: 'KeyValueStore reads',
    unit: 'million reads',
    per: 1_000_000,
    in: {},
  },
  'cloudfront.log': {
    service: 'CloudFront',
    what: 'Access logs as Parquet',
    unit: 'GB',
    in: {},
    note: 'Standard logs, version 2, which CloudWatch delivers to S3; logs in Parquet are billed separately.',
  },
} as const satisfies Record<string, Entry>;

/** The account's monthly free allowance over all places: https://aws.amazon.com/cloudfront/pricing/ and the price list. */
export const cloudFrontFree = {
  gigabytes: 1024,
  requests: 10_000_000,
  source: listed(0, 'AmazonCloudFront', 'any', '2026-10-03').source,
};
