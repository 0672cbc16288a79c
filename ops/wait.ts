import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure';

const firstPauseMs = 250;
const longestPauseMs = 10_000;

/**
 * Calls `look` until it returns a value. Throws a `Failure` that names `what` after `limitSeconds`; the user can then run
 * the command again, and it continues where it stopped.
 */
export async function waitFor<T>(what: string, limitSeconds: number, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + limitSeconds * 1000;
  for (let pause = firstPauseMs; ; pause = Math.min(longestPauseMs, pause * 1.5)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Failure(`${what} took longer than ${limitSeconds / 60} minutes. Run this again.`);
    await sleep(pause);
  }
}
