import { numbers } from './assumptions';
import { audience } from './audience';
import { charge } from './charge';
import { filmOf } from './film';
import { idleCost, type Placed, recommenderLine } from './idle';
import { type Driver, type Priced, priced, type Sum, sumOf } from './line';
import { cloudFrontFree, entryOf, type PriceKey } from './prices';
import type { Context, Demand } from './services/context';
import { encode } from './services/encode';
import { language } from './services/language';
import { store } from './services/store';
import { signIn, view } from './services/view';
import type { StageFacts } from './stage';

export interface Estimate {
  readonly demand: Demand;
  readonly lines: readonly Priced[];
  /** List prices, without the free allowances of the account. */
  readonly total: Sum;
  /** USD that the free allowances of an account subtract if nothing else uses them. */
  readonly free: number;
}

/** The inputs of an estimate other than the demand. The rest comes from the app. */
export interface Given extends Partial<Pick<Context, 'film' | 'n' | 'audience'>> {
  readonly stage: StageFacts;
  /** The stage's resources, for the idle cost. Without them, the idle cost is left out. */
  readonly placed?: readonly Placed[];
}

/** The cost of a month. */
export function estimate(demand: Demand, given: Given): Estimate {
  const { stage, placed = [] } = given;
  const context: Context = {
    demand,
    stage,
    film: given.film ?? filmOf(),
    n: given.n ?? numbers(),
    audience: given.audience ?? audience,
  };
  const used = [encode, language, store, view, signIn].flatMap((service) => service(context));
  const recommenders = stage.recommenders > 0 ? [recommenderLine(stage.recommenders, stage.region)] : [];
  const lines = [...used, ...recommenders].map(priced).concat(idleCost(placed).lines);
  const needed = lines.filter(({ quantity }) => quantity > 0);
  return { demand, lines: needed, total: sumOf(needed), free: freeOf(needed) };
}

/** The part of a sum that comes from one driver. */
export const partOf = ({ lines }: Estimate, driver: Driver): Sum =>
  sumOf(lines.filter((line) => line.driver === driver));

/** The number of units of a driver in a month; 1 for the idle cost. */
export function unitsOf({ demand, lines }: Estimate, driver: Driver): number {
  switch (driver) {
    case 'encoded hour':
      return demand.hoursOfSource;
    case 'language hour':
      return demand.hoursOfSource * demand.languages;
    case 'stored hour':
      return demand.storedHours;
    case 'viewed hour':
      return demand.viewingHours;
    case 'viewer':
      return lines.find((line) => line.driver === 'viewer')?.quantity ?? 0;
    case 'idle':
      return 1;
  }
}

/** Sums by service, the most expensive first; services with unknown prices last. */
export function byService(lines: readonly Priced[]): { readonly service: string; readonly sum: Sum }[] {
  const services = [...new Set(lines.map(({ service }) => service))];
  return services
    .map((service) => ({ service, sum: sumOf(lines.filter((line) => line.service === service)) }))
    .sort((a, b) => b.sum.usd - a.sum.usd);
}

function freeOf(lines: readonly Priced[]): number {
  const keys = [...new Set(lines.map(({ price }) => price))];
  const single = keys.filter((key) => !/^cloudfront\.(gb|https)\./.test(key)).map((key) => freeOfPrice(key, lines));
  const share = (kind: string, free: number) => {
    const some = lines.filter(({ price }) => price.startsWith(`cloudfront.${kind}.`));
    const quantity = some.reduce((sum, line) => sum + line.quantity, 0);
    const usd = some.reduce((sum, line) => sum + (line.usd ?? 0), 0);
    // The allowance covers all places together. Each place uses its share at its own average price.
    return quantity === 0 ? 0 : usd * Math.min(1, free / quantity);
  };
  return [...single, share('gb', cloudFrontFree.gigabytes), share('https', cloudFrontFree.requests)].reduce(
    (a, b) => a + b,
    0,
  );
}

function freeOfPrice(key: PriceKey, lines: readonly Priced[]): number {
  const { free = 0, per = 1 } = entryOf(key);
  const some = lines.filter(({ price }) => price === key);
  const region = some[0]?.region ?? '';
  const quantity = Math.min(
    free * per,
    some.reduce((sum, line) => sum + line.quantity, 0),
  );
  return quantity === 0 ? 0 : (charge(key, quantity, region).usd ?? 0);
}
