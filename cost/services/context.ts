import type { Numbers } from '../assumptions';
import type { Audience } from '../audience';
import type { Film } from '../film';
import type { Driver, Line } from '../line';
import type { PriceKey } from '../prices';
import type { StageFacts } from '../stage';

/** The use of the platform in a month. */
export interface Demand {
  /** Hours of film that are uploaded and encoded. */
  readonly hoursOfSource: number;
  /** Languages for captions and dubs of each film, without its original language. */
  readonly languages: number;
  /** Hours of film in the library, including the uploaded hours. */
  readonly storedHours: number;
  /** Hours that viewers watch. */
  readonly viewingHours: number;
}

/** All inputs of the quantities. */
export interface Context {
  readonly demand: Demand;
  readonly stage: StageFacts;
  readonly film: Film;
  readonly n: Numbers;
  readonly audience: Audience;
}

/** A line in the stage's primary region. */
export function lineIn({ stage }: Context, driver: Driver) {
  return (price: PriceKey, quantity: number, use?: string): Line => ({
    price,
    quantity,
    driver,
    region: stage.region,
    ...(use && { use }),
  });
}

/** GB per hour for a bitrate in bits per second; 1 GB is 10⁹ bytes. */
export const gigabytes = (bitsPerSecond: number): number => (bitsPerSecond * 3600) / 8 / 1e9;
