import { isDeepStrictEqual } from 'node:util';
import type { Item } from './records';

/** The comparison of one restored item with the live table. */
export type Verdict = 'missing' | 'different' | 'same' | 'expired' | 'erased';

/** @param now seconds since 1970 */
export function compare(restored: Item, live: Item | undefined, timeToLive: string | undefined, now: number): Verdict {
  // DynamoDB would delete it again.
  if (timeToLive && Number(restored[timeToLive]?.N ?? Number.POSITIVE_INFINITY) < now) return 'expired';
  if (!live) return 'missing';
  return isDeepStrictEqual(normal(restored), normal(live)) ? 'same' : 'different';
}

/** Sets have no order, and DynamoDB returns their members in any. */
function normal(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => {
        const members = normal(member);
        return [name, /^(SS|NS|BS)$/.test(name) && Array.isArray(members) ? [...members].sort() : members];
      }),
  );
}

export const keyText = (item: Item, keys: readonly string[]) =>
  keys.map((name) => String(Object.values(item[name] ?? {})[0])).join(' / ');
