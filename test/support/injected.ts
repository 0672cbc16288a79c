import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from './platform';

/** A fault that the laptop has injected, from its log. */
export interface Injected {
  /** `fail before`, `event lose` */
  readonly kind: string;
  /** The caller and the operation, or the rule and the event. */
  readonly identity: string;
  /** The number of the call or event among those of the same identity. */
  readonly n: number;
}

export function injected({ home }: Platform): Injected[] {
  return readFileSync(join(home, 'runtime.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"service":"faults"'))
    .map((line) => JSON.parse(line))
    .filter(({ n }) => n !== undefined)
    .map(({ message: kind, n, time: _time, requestId: _id, ...rest }) => ({ kind, n, identity: JSON.stringify(rest) }));
}

/**
 * What two runs with the same seed decided differently about the same call or event. A run is known to have come as far as
 * its last fault of an identity; later calls of the other run have no counterpart.
 */
export function differences(one: readonly Injected[], other: readonly Injected[]): string[] {
  const byIdentity = (faults: readonly Injected[]) => {
    const found = new Map<string, Map<number, string>>();
    for (const { identity, n, kind } of faults) {
      found.set(identity, (found.get(identity) ?? new Map()).set(n, kind));
    }
    return found;
  };
  const [first, second] = [byIdentity(one), byIdentity(other)];
  return [...first].flatMap(([identity, decided]) => {
    const counterpart = second.get(identity);
    if (!counterpart) return [];
    const known = Math.min(Math.max(...decided.keys()), Math.max(...counterpart.keys()));
    const numbers = [...new Set([...decided.keys(), ...counterpart.keys()])].filter((n) => n <= known);
    return numbers
      .filter((n) => decided.get(n) !== counterpart.get(n))
      .map((n) => `${identity} ${n}: ${decided.get(n)} and ${counterpart.get(n)}`);
  });
}

/** The identities in which two runs can be compared. */
export function comparable(one: readonly Injected[], other: readonly Injected[]): string[] {
  const names = new Set(other.map(({ identity }) => identity));
  return [...new Set(one.map(({ identity }) => identity))].filter((identity) => names.has(identity));
}
