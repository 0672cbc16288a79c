import { data } from './data';
import { delivery } from './delivery';
import { encoding } from './encoding';
import type { Entry, Sourced } from './entry';
import { platform } from './platform';
import { security } from './security';
import { speech } from './speech';
import { storage } from './storage';

/** Every price of the estimate with its source, including items without a source. */
export const prices = { ...encoding, ...speech, ...storage, ...delivery, ...platform, ...data, ...security };
export type PriceKey = keyof typeof prices;

export const entryOf = (key: PriceKey): Entry => prices[key];

/** Regions that replace a region whose price is unknown; the first one with a price is used. */
const substitutes = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-2'];

/** The price in a region, or in the region that replaces it; `undefined` if neither is known. */
export function priceIn(key: PriceKey, region: string): (Sourced & { readonly elsewhere?: string }) | undefined {
  const known = entryOf(key).in;
  const own = known[region] ?? known.any;
  if (own) return own;
  const elsewhere = substitutes.find((name) => known[name]);
  const found = elsewhere === undefined ? undefined : known[elsewhere];
  return found && { ...found, elsewhere };
}

export { cloudFrontFree, type Place, placeNames } from './delivery';
export { type Entry, readOn, type Source, type Sourced, type Tier } from './entry';
