import { readFileSync, writeFileSync } from 'node:fs';
import { type Allowance, keyOf } from './allowances';

/** An allowance with the journeys that used it: `test/journeys/{name}.test.ts`. */
export interface Proven extends Allowance {
  readonly journeys: readonly string[];
}

/** This file is checked in. `npm run permissions` writes it. */
export const evidenceFile = 'review/permissions/evidence.json';

/** Reads the evidence, by the allowances' keys. */
export function readEvidence(path = evidenceFile): Map<string, Proven> {
  const proven = JSON.parse(readFileSync(path, 'utf8')) as Proven[];
  return new Map(proven.map((each) => [keyOf(each), each]));
}

/** One line for each allowance, sorted, so that a change of one is a change of one line. */
export function writeEvidence(evidence: ReadonlyMap<string, Proven>, path = evidenceFile): void {
  const lines = [...evidence.values()].map(({ holder, policy, action, resource, when, journeys }) =>
    JSON.stringify({ holder, policy, action, resource, when, journeys: [...journeys].sort() }),
  );
  writeFileSync(path, `[\n${lines.sort().join(',\n')}\n]\n`);
}

/** Replaces the evidence of one journey by `allowances`. Allowances without any journey are removed. */
export function withJourney(
  evidence: ReadonlyMap<string, Proven>,
  journey: string,
  allowances: readonly Allowance[],
): Map<string, Proven> {
  const merged = new Map<string, Proven>();
  for (const [key, proven] of evidence) {
    const journeys = proven.journeys.filter((name) => name !== journey);
    if (journeys.length > 0) merged.set(key, { ...proven, journeys });
  }
  for (const { holder, policy, action, resource, when } of allowances) {
    const allowance = { holder, policy, action, resource, when };
    const journeys = merged.get(keyOf(allowance))?.journeys ?? [];
    merged.set(keyOf(allowance), { ...allowance, journeys: [...new Set([...journeys, journey])] });
  }
  return merged;
}
