import type { Grant } from './decision';
import { isAwsManaged } from './managed-policies';
import type { Policy, Statement } from './policy';
import type { Roles } from './roles';

/** Actions that a policy allows to a role and that no call has used yet. */
export interface UnusedGrant {
  readonly roleArn: string;
  readonly policy: string;
  /** The id of the statement, if it has one. */
  readonly sid?: string;
  /** The action patterns as the policy spells them. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Remembers, since the process began, which of the roles' grants were made use of. */
export class Usage {
  private readonly used = new Set<string>();

  note(roleArn: string, grants: readonly Grant[]): void {
    for (const { policy, statement, pattern } of grants) this.used.add(keyOf(roleArn, policy, statement, pattern));
  }

  /** AWS's managed policies are left out: they are broader than any role's need, and not the template's to trim. */
  unused(roles: Roles): UnusedGrant[] {
    return roles.list().flatMap(({ arn: roleArn }) =>
      roles
        .policiesOf(roleArn)
        .filter(({ name }) => !isAwsManaged(name))
        .flatMap((policy) => policy.statements.flatMap((statement) => this.unusedOf(roleArn, policy, statement))),
    );
  }

  private unusedOf(roleArn: string, policy: Policy, statement: Statement): UnusedGrant[] {
    if (statement.effect === 'Deny' || statement.exceptActions) return [];
    const actions = statement.actions
      .map(({ text }) => text)
      .filter((text) => !this.used.has(keyOf(roleArn, policy, statement, text)));
    const resources = statement.resources.map(({ text }) => text);
    return actions.length ? [{ roleArn, policy: policy.name, sid: statement.sid, actions, resources }] : [];
  }
}

const keyOf = (roleArn: string, policy: Policy, statement: Statement, pattern: string) =>
  JSON.stringify([roleArn, policy.name, policy.statements.indexOf(statement), pattern]);
