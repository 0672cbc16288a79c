import { type Charge, charge } from './charge';
import { entryOf, type PriceKey } from './prices';

/** The quantity that a cost depends on. `idle` costs do not depend on use. */
export const drivers = ['encoded hour', 'language hour', 'stored hour', 'viewed hour', 'viewer', 'idle'] as const;
export type Driver = (typeof drivers)[number];

export interface Line {
  readonly price: PriceKey;
  /** The quantity of a month, in single units. */
  readonly quantity: number;
  readonly driver: Driver;
  readonly region: string;
  /** The purpose, if the name of the price does not include it. */
  readonly use?: string;
}

export interface Priced extends Line, Charge {
  readonly service: string;
  readonly what: string;
}

export function priced(line: Line): Priced {
  const { service, what } = entryOf(line.price);
  return {
    ...line,
    ...charge(line.price, line.quantity, line.region),
    service,
    what: line.use ? `${what}: ${line.use}` : what,
  };
}

/** A sum, and the items that it leaves out because their price is unknown. */
export interface Sum {
  readonly usd: number;
  /** `Service, what`, without duplicates. */
  readonly unknown: readonly string[];
}

export function sumOf(lines: readonly Priced[]): Sum {
  const counted = lines.filter(({ quantity }) => quantity > 0);
  return {
    usd: counted.reduce((total, { usd = 0 }) => total + usd, 0),
    unknown: [
      ...new Set(counted.filter(({ usd }) => usd === undefined).map(({ service, what }) => `${service}, ${what}`)),
    ],
  };
}
