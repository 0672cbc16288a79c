import type { PolicySource } from '../kernel/kernel';
import { isAwsManaged, managedPolicy } from './managed-policies';
import { type Policy, parsePolicy } from './policy';
import { roleName } from './principal';

export interface Role {
  readonly arn: string;
  readonly trust: Policy;
  readonly inline: readonly Policy[];
  readonly managedPolicyArns: readonly string[];
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The longest session that `AssumeRole` gives, in seconds. */
  readonly maxSessionSeconds: number;
}

/** The account's roles, and the policies attached to them. Each start reads them from the templates again. */
export class Roles {
  private readonly roles = new Map<string, Role>();
  /** By role name: policies that are resources of their own, by their name. */
  private readonly attached = new Map<string, Map<string, Policy>>();
  private readonly managed = new Map<string, Policy>();

  /** Throws when a managed policy is unknown. */
  put(role: Role): void {
    for (const arn of [...role.managedPolicyArns, ...(role.boundaryArn ? [role.boundaryArn] : [])]) this.policy(arn);
    this.roles.set(role.arn, role);
  }

  get(roleArn: string): Role | undefined {
    return this.roles.get(roleArn);
  }

  list(): Role[] {
    return [...this.roles.values()];
  }

  /** Throws when no role has the name. */
  attach(name: string, policy: Policy): void {
    if (!this.list().some(({ arn }) => roleName(arn) === name)) throw new Error(`there is no role '${name}'`);
    const policies = this.attached.get(name) ?? new Map<string, Policy>();
    this.attached.set(name, policies.set(policy.name, policy));
  }

  putManaged(arn: string, document: unknown, source?: PolicySource): Policy {
    const policy = parsePolicy(arn, document, 'identity', source);
    this.managed.set(arn, policy);
    return policy;
  }

  /** Every policy that speaks for the role. */
  policiesOf(roleArn: string): readonly Policy[] {
    const role = this.roles.get(roleArn);
    if (!role) return [];
    const attached = this.attached.get(roleName(roleArn))?.values() ?? [];
    return [...role.inline, ...attached, ...role.managedPolicyArns.map((arn) => this.policy(arn))];
  }

  boundaryOf(roleArn: string): Policy | undefined {
    const arn = this.roles.get(roleArn)?.boundaryArn;
    return arn === undefined ? undefined : this.policy(arn);
  }

  private policy(arn: string): Policy {
    const found = this.managed.get(arn) ?? (isAwsManaged(arn) ? managedPolicy(arn) : undefined);
    if (!found) throw new Error(`this runtime does not know the managed policy ${arn}`);
    return found;
  }
}
