import type { Attempts } from '../shared/attempts';

/** Rows of one kind, one for each viewer. Parallel requests of a viewer change the same row. */
export interface RowStore<Row> {
  /** Reads consistently. */
  find(userId: string): Promise<Row | undefined>;
  /** Replaces the row of the revision before. Returns false if that revision has been replaced already. */
  write(row: Row): Promise<boolean>;
}

/** Enough for twenty requests at once, which a page with a full queue sends when it is closed: within three seconds. */
export const rowAttempts: Attempts = { most: 16, baseMs: 10, doublings: 4 };
