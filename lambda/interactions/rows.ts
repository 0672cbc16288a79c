/** Rows of one kind, one for each viewer. Parallel requests of a viewer change the same row. */
export interface RowStore<Row> {
  /** Reads consistently. */
  find(userId: string): Promise<Row | undefined>;
  /** Replaces the row of the revision before. Returns false if that revision has been replaced already. */
  write(row: Row): Promise<boolean>;
}

/** Enough for twenty requests at once, which a page with a full queue sends when it is closed. */
const maxAttempts = 16;
const baseMs = 10;
const maxDoublings = 4;

/**
 * Repeats an attempt that returns `undefined` because of a conflict, after a random pause. Returns `undefined` if every
 * attempt conflicted, within three seconds.
 */
export async function withAttempts<T>(attempt: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let tries = 0; tries < maxAttempts; tries++) {
    const done = await attempt();
    if (done !== undefined) return done;
    const pauseMs = Math.random() * baseMs * 2 ** Math.min(tries, maxDoublings);
    await new Promise((again) => setTimeout(again, pauseMs));
  }
  return undefined;
}
