import type { Assembly } from '../../checks/assembly';
import { allowancesIn, keyOf, type PlacedAllowance } from './allowances';
import type { Proven } from './evidence';

/**
 * The units that need evidence: each action of a statement must have allowed a call on one of its resources, and each
 * resource of a statement must have been used with one of its actions.
 */
export interface Unit {
  readonly of: 'action' | 'resource';
  readonly holder: string;
  readonly policy: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly when: string;
  /** Stages whose templates contain it. */
  readonly stages: readonly string[];
  /** Journeys that used it. */
  readonly journeys: readonly string[];
}

/** All units of the stages' templates without duplicates, sorted by holder, policy and action. */
export function unitsOf(assemblies: readonly Assembly[], evidence: ReadonlyMap<string, Proven>): Unit[] {
  const units = new Map<string, Unit>();
  for (const assembly of assemblies) {
    for (const statement of statementsOf(assembly)) {
      for (const unit of unitsOfStatement(statement, assembly.stage, evidence)) {
        const key = JSON.stringify([unit.of, unit.holder, unit.policy, unit.actions, unit.resources, unit.when]);
        const stages = [...(units.get(key)?.stages ?? []), ...unit.stages];
        units.set(key, { ...unit, stages: [...new Set(stages)] });
      }
    }
  }
  return [...units.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, unit]) => unit);
}

/** The allowances of each statement and holder. */
function statementsOf(assembly: Assembly): PlacedAllowance[][] {
  const statements = new Map<string, PlacedAllowance[]>();
  for (const allowance of allowancesIn(assembly)) {
    const { stackName, logicalId, kind, statement, holder } = allowance;
    const key = JSON.stringify([stackName, logicalId, kind, statement, holder]);
    statements.set(key, [...(statements.get(key) ?? []), allowance]);
  }
  return [...statements.values()];
}

function unitsOfStatement(
  allowances: readonly PlacedAllowance[],
  stage: string,
  evidence: ReadonlyMap<string, Proven>,
): Unit[] {
  const unit = (of: Unit['of'], chosen: readonly PlacedAllowance[]): Unit => {
    const [{ holder, policy, when }] = chosen as [PlacedAllowance];
    const actions = unique(chosen.map(({ action }) => action));
    const resources = unique(chosen.map(({ resource }) => resource));
    const journeys = unique(chosen.flatMap((each) => evidence.get(keyOf(each))?.journeys ?? []));
    return { of, holder, policy, actions, resources, when, journeys, stages: [stage] };
  };
  const actions = unique(allowances.map(({ action }) => action));
  const resources = unique(allowances.map(({ resource }) => resource));
  return [
    ...actions.map((name) =>
      unit(
        'action',
        allowances.filter(({ action }) => action === name),
      ),
    ),
    // If a statement has one resource, the evidence of its actions is enough.
    ...(resources.length > 1 ? resources : []).map((name) =>
      unit(
        'resource',
        allowances.filter(({ resource }) => resource === name),
      ),
    ),
  ];
}

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
