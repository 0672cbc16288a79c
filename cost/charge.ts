import { entryOf, type PriceKey, priceIn, type Tier } from './prices';

/** What a quantity costs by steps: each step's price holds for what lies within it, not for the whole. */
export function byTiers(quantity: number, tiers: readonly Tier[]): number {
  let from = 0;
  let usd = 0;
  for (const tier of tiers) {
    usd += Math.max(0, Math.min(quantity, tier.upTo) - from) * tier.usd;
    from = tier.upTo;
  }
  return usd;
}

/** What something costs; without `usd` where no price is known. */
export interface Charge {
  readonly usd?: number;
  /** The region whose price stands in for this one's. */
  readonly elsewhere?: string;
}

/** @param quantity of the counted thing: requests, not millions of them */
export function charge(key: PriceKey, quantity: number, region: string): Charge {
  const price = priceIn(key, region);
  if (!price) return {};
  const units = quantity / (entryOf(key).per ?? 1);
  const usd = typeof price.usd === 'number' ? units * price.usd : byTiers(units, price.usd);
  return { usd, elsewhere: price.elsewhere };
}
