import { data } from './data';
import { delivery } from './delivery';
import { encoding } from './encoding';
import type { Entry, Sourced } from './entry';
import { platform } from './platform';
import { security } from './security';
import { speech } from './speech';
import { storage } from './storage';

/** Every price that the estimate knows of, with its source; and those that no source was found for. */
export const prices = { ...encoding, ...speech, ...storage, ...delivery, ...platform, ...data, ...security };
export type PriceKey = keyof typeof prices;

export const entryOf = (key: PriceKey): Entry => prices[key];

/** Where a price is taken from when a region's own is not known, the first that has one. */
const substitutes = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-2'];

/** A price in a region, or in the one that stands in for it; nothing where none was found. */
export function priceIn(key: PriceKey, region: string): (Sourced & { readonly elsewhere?: string }) | undefined {
  const known = entryOf(key).in;
  const own = known[region] ?? known.any;
  if (own) return own;
  const elsewhere = substitutes.find((name) => known[name]);
  const found = elsewhere === undefined ? undefined : known[elsewhere];
  return found && { ...found, elsewhere };
}

export { cloudFrontFree, type Place, placeNames, places } from './delivery';
export { type Entry, readOn, type Source, type Sourced, type Tier } from './entry';
