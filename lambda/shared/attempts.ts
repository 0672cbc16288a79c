export interface Attempts {
  /** Maximum of attempts. */
  readonly most: number;
  /** Maximum of the first pause, in milliseconds. It doubles with each attempt, `doublings` times. */
  readonly baseMs: number;
  readonly doublings: number;
}

/**
 * Repeats an attempt that returns `undefined` because of a conflict with another write, after a random pause. Returns
 * `undefined` if every attempt conflicted.
 */
export async function withAttempts<T>(
  attempt: () => Promise<T | undefined>,
  { most, baseMs, doublings }: Attempts,
): Promise<T | undefined> {
  for (let tries = 0; tries < most; tries++) {
    const done = await attempt();
    if (done !== undefined) return done;
    const pauseMs = Math.random() * baseMs * 2 ** Math.min(tries, doublings);
    await new Promise((again) => setTimeout(again, pauseMs));
  }
  return undefined;
}
