import type { Assembly } from '../../checks/assembly';
import { allowancesIn, keyOf } from './allowances';
import type { Proven } from './evidence';
import type { Kept } from './keep';
import type { Unit } from './units';

export interface Judgement {
  readonly unit: Unit;
  /** The reason for an unused unit; `undefined` if journeys used it. */
  readonly kept?: Kept;
}

/** Throws an error that lists evidence for statements that no stage contains any more. */
export function requireCurrent(evidence: ReadonlyMap<string, Proven>, assemblies: readonly Assembly[]): void {
  const known = new Set(assemblies.flatMap(allowancesIn).map(keyOf));
  const stale = [...evidence.values()].filter((each) => !known.has(keyOf(each)));
  if (stale.length === 0) return;
  const lines = stale.map(({ holder, action, resource, journeys }) => {
    return `${action} of ${holder} on ${resource}: run npm run permissions -- ${journeys.join(' ')}`;
  });
  throw new Error(`review/permissions: no stage contains these statements of the evidence\n${lines.join('\n')}`);
}

/**
 * Assigns evidence or a reason to each unit. Throws an error that lists units with neither, and reasons that are no longer
 * needed because a journey uses their unit or because they match nothing.
 */
export function judge(units: readonly Unit[], kept: readonly Kept[]): Judgement[] {
  const judgements = units.map((unit) => ({ unit, matching: kept.filter((each) => matches(each, unit)) }));
  const unproven = judgements.filter(({ unit, matching }) => unit.journeys.length === 0 && matching.length === 0);
  const used = judgements.flatMap(({ unit, matching }) =>
    unit.journeys.length > 0 ? matching.map((each) => ({ unit, each })) : [],
  );
  const idle = kept.filter((each) => !judgements.some(({ matching }) => matching.includes(each)));
  const problems = [
    ...unproven.map(({ unit }) => `No journey used ${textOf(unit)}. Remove it, or keep it with a reason.`),
    ...used.map(({ unit, each }) => `The journey ${unit.journeys[0]} used ${textOf(unit)}. Narrow "${each.reason}".`),
    ...idle.map(({ reason }) => `No statement needs the reason "${reason}". Remove it.`),
  ];
  if (problems.length > 0) throw new Error(`review/permissions:\n${problems.join('\n')}`);
  return judgements.map(({ unit, matching }) => ({ unit, ...(unit.journeys.length === 0 && { kept: matching[0] }) }));
}

function matches({ holder, policy, action, resource, when }: Kept, unit: Unit): boolean {
  return (
    anyOf(holder, [unit.holder]) &&
    anyOf(policy ?? '*', [unit.policy]) &&
    anyOf(resource ?? '*', unit.resources) &&
    anyOf(when ?? '*', [unit.when]) &&
    matchesActions(action, resource, unit)
  );
}

/** A reason with only a resource does not apply to actions. A reason with actions applies to a resource if it covers all of them. */
function matchesActions(action: Kept['action'], resource: Kept['resource'], { of, actions }: Unit): boolean {
  if (action === undefined) return of === 'resource' || resource === undefined;
  return actions.every((each) => anyOf(action, [each]));
}

function anyOf(patterns: string | readonly string[], texts: readonly string[]): boolean {
  return [patterns].flat().some((pattern) => texts.some((text) => glob(pattern).test(text)));
}

const globs = new Map<string, RegExp>();

function glob(pattern: string): RegExp {
  const known = globs.get(pattern);
  if (known) return known;
  const escaped = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const compiled = new RegExp(`^${escaped.join('.*')}$`, 's');
  globs.set(pattern, compiled);
  return compiled;
}

function textOf({ of, holder, policy, actions, resources, when }: Unit): string {
  const resource = resources.length > 3 ? `${resources.slice(0, 3).join(', ')}, …` : resources.join(', ');
  return `${of} ${actions.join(', ')} of ${holder} on ${resource}${when && ` when ${when}`} (${policy})`;
}
