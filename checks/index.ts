import type { Assembly } from './assembly';
import type { Finding, Rule } from './rule';
import { permissions } from './rules/permissions';
import { references } from './rules/references';

/** Every rule that a synthesized stage must hold to before it is deployed. */
export const rules: readonly Rule[] = [permissions, references];

/** What the rules find in one stage's assembly. */
export function findings(assembly: Assembly): Finding[] {
  return rules.flatMap((rule) => rule.check(assembly));
}

export { type Assembly, readAssembly } from './assembly';
export type { Finding, Rule } from './rule';
