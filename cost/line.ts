import { type Charge, charge } from './charge';
import { entryOf, type PriceKey } from './prices';

/** What makes a cost grow. `idle` is paid whether anybody comes or not. */
export const drivers = ['encoded hour', 'language hour', 'stored hour', 'viewed hour', 'viewer', 'idle'] as const;
export type Driver = (typeof drivers)[number];

export interface Line {
  readonly price: PriceKey;
  /** In a month, of the counted thing. */
  readonly quantity: number;
  readonly driver: Driver;
  readonly region: string;
  /** What it is for, where the price's own name does not say. */
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

/** A sum, and what it leaves out because no price is known. */
export interface Sum {
  readonly usd: number;
  /** `Service, what`, each once. */
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
