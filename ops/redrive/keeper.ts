import type { Found } from './letter';

/** Reads and removes dead letters of one place. */
export interface Keeper {
  /** The number of dead letters, as the service estimates it. */
  count(): Promise<number>;
  /** Up to `most` dead letters. Those of a queue are hidden from others until {@link release}, for at most ten minutes. */
  read(most: number): Promise<readonly Found[]>;
  remove(found: Found): Promise<void>;
  /** Makes dead letters visible that were read and not removed. */
  release(found: readonly Found[]): Promise<void>;
}
