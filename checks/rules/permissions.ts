import type { Assembly } from '../assembly';
import { examineStatement, missingTypes, type Use } from '../iam/examine-statement';
import { Placeholders } from '../iam/placeholders';
import { type Policy, policiesIn } from '../iam/policies';
import { examineRoles } from '../iam/roles';
import type { Finding, Rule } from '../rule';

/** Differences between the policies of a stage and the Service Authorization Reference. `use`: see permission-exceptions.ts. */
export function permissionFindings(assembly: Assembly, use: Use = () => {}): Finding[] {
  const placeholders = new Placeholders(assembly);
  const policies = policiesIn(assembly, placeholders);
  const found = [
    ...policies.flatMap(({ placed, kind, statements }) =>
      statements
        .flatMap((statement) => examineStatement(statement, kind, use))
        .map((message) => ({ construct: placed.construct, message })),
    ),
    ...incompleteGrants(policies, use),
    ...examineRoles(assembly, policies, placeholders),
  ];
  return found.map((each) => ({ rule: 'permissions', ...each }));
}

/** Actions that a role is granted on some, but not all of the resource types that each call needs. */
function incompleteGrants(policies: readonly Policy[], use: Use): Omit<Finding, 'rule'>[] {
  const roles = new Map<string, Map<string, { resources: string[]; construct: string }>>();
  for (const { kind, roles: names, statements, placed } of policies) {
    if (kind !== 'identity') continue;
    for (const role of names) {
      const granted = roles.get(role) ?? new Map();
      roles.set(role, granted);
      for (const { effect, actions, resources } of statements) {
        for (const action of effect === 'Allow' ? actions : []) {
          const before = granted.get(action)?.resources ?? [];
          granted.set(action, { resources: [...before, ...resources], construct: placed.construct });
        }
      }
    }
  }
  return [...roles.values()].flatMap((granted) =>
    [...granted].flatMap(([action, { resources, construct }]) => {
      const missing = missingTypes(action, resources, use);
      if (missing.length === 0) return [];
      return [{ construct, message: `${action} also needs a resource of the type ${missing.join(' and of ')}.` }];
    }),
  );
}

/** Compares every policy of every template with AWS's Service Authorization Reference. */
export const permissions: Rule = { name: 'permissions', check: (assembly) => permissionFindings(assembly) };
