import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure';

const firstPauseMs = 250;
const longestPauseMs = 10_000;

/**
 * Looks until `look` returns something. Throws a `Failure` of `what` after `limitSeconds`: commands that wait can be run
 * again, and go on where they were.
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
