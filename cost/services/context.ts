import type { Numbers } from '../assumptions';
import type { Audience } from '../audience';
import type { Film } from '../film';
import type { Driver, Line } from '../line';
import type { PriceKey } from '../prices';
import type { StageFacts } from '../stage';

/** What a month brings. */
export interface Demand {
  /** Hours of film that are uploaded and encoded. */
  readonly hoursOfSource: number;
  /** Languages that each film is captioned and dubbed into, besides its own. */
  readonly languages: number;
  /** Hours of film that are in the library, these included. */
  readonly storedHours: number;
  /** Hours that viewers watch. */
  readonly viewingHours: number;
}

/** Everything that quantities are computed from. */
export interface Context {
  readonly demand: Demand;
  readonly stage: StageFacts;
  readonly film: Film;
  readonly n: Numbers;
  readonly audience: Audience;
}

/** A line in the stage's own region. */
export function lineIn({ stage }: Context, driver: Driver) {
  return (price: PriceKey, quantity: number, use?: string): Line => ({
    price,
    quantity,
    driver,
    region: stage.region,
    ...(use && { use }),
  });
}

/** GB of an hour at so many bits per second; 1 GB is 10⁹ bytes. */
export const gigabytes = (bitsPerSecond: number): number => (bitsPerSecond * 3600) / 8 / 1e9;
