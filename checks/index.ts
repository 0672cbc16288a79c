import type { Assembly } from './assembly';
import type { Released } from './released';
import type { Finding, Rule } from './rule';
import { alarms } from './rules/alarms';
import { catalog } from './rules/catalog';
import { cors } from './rules/cors';
import { deliveryStreams } from './rules/delivery-streams';
import { descriptions } from './rules/descriptions';
import { distributions } from './rules/distributions';
import { fixedNames } from './rules/fixed-names';
import { functions } from './rules/functions';
import { keptNames } from './rules/kept-names';
import { lifecycle } from './rules/lifecycle';
import { logicalIds } from './rules/logical-ids';
import { metricsRule } from './rules/metrics';
import { permissions } from './rules/permissions';
import { plainSecrets } from './rules/plain-secrets';
import { queues } from './rules/queues';
import { quotasRule } from './rules/quotas';
import { references } from './rules/references';
import { regions } from './rules/regions';
import { indexChanges, replaced } from './rules/replacement';
import { schedules } from './rules/schedules';
import { stackOutputs } from './rules/stack-outputs';
import { tables } from './rules/tables';
import { tags } from './rules/tags';
import { uniqueNames } from './rules/unique-names';
import { workflows } from './rules/workflows';

/** Every rule for a synthesized stage. */
export const rules: readonly Rule[] = [
  alarms,
  catalog,
  cors,
  deliveryStreams,
  descriptions,
  distributions,
  fixedNames,
  functions,
  keptNames,
  lifecycle,
  logicalIds,
  metricsRule,
  permissions,
  plainSecrets,
  queues,
  quotasRule,
  references,
  regions,
  schedules,
  stackOutputs,
  tables,
  tags,
  uniqueNames,
  workflows,
];

/** The findings of all rules in one stage's assembly, and in its changes since the last release, if there was one. */
export function findings(assembly: Assembly, released: Released = {}): Finding[] {
  return [...rules.flatMap((rule) => rule.check(assembly)), ...releaseFindings(assembly, released)];
}

/** Resources that the assembly would replace or delete, and changes that need more than one deployment. */
export function releaseFindings(assembly: Assembly, released: Released): Finding[] {
  const before = released[assembly.stage] ?? {};
  return [...replaced(before, assembly), ...indexChanges(before, assembly)];
}

export { type Assembly, readAssembly } from './assembly';
export { quotas, type Usage } from './quotas';
export { type Released, type ReleasedStage, releasedStage } from './released';
export type { Finding, Rule } from './rule';
