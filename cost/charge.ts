import { entryOf, type PriceKey, priceIn, type Tier } from './prices';

/** The cost of a quantity with tiered prices: the price of a tier applies only to the part within the tier. */
export function byTiers(quantity: number, tiers: readonly Tier[]): number {
  let from = 0;
  let usd = 0;
  for (const tier of tiers) {
    usd += Math.max(0, Math.min(quantity, tier.upTo) - from) * tier.usd;
    from = tier.upTo;
  }
  return usd;
}

/** The cost of a quantity; without `usd` if the price is unknown. */
export interface Charge {
  readonly usd?: number;
  /** The region whose price is used because this region's price is unknown. */
  readonly elsewhere?: string;
}

/** @param quantity in single units: requests, not millions of requests */
export function charge(key: PriceKey, quantity: number, region: string): Charge {
  const price = priceIn(key, region);
  if (!price) return {};
  const units = quantity / (entryOf(key).per ?? 1);
  const usd = typeof price.usd === 'number' ? units * price.usd : byTiers(units, price.usd);
  return { usd, elsewhere: price.elsewhere };
}
