import type { Assembly } from '../../checks/assembly';
import { arnOf, type Placeholders } from '../../checks/iam/placeholders';
import type { Policy } from '../../checks/iam/policies';
import { resources } from '../../checks/rule';
import { nameOf } from './qualified';
import { functionName } from './workflow';

/** A holder of permissions: a function or a workflow through its role, a service, or the account. */
export interface Holder {
  readonly id: string;
  readonly name: string;
  readonly kind: 'function' | 'workflow' | 'service' | 'account';
  readonly stack?: string;
}

/** The holder of each role, by the role's ARN. Throws for a role without a holder, and for a role that two functions share. */
export function holdersOfRoles(assembly: Assembly, policies: readonly Policy[], placeholders: Placeholders) {
  const users = new Map<string, Holder[]>();
  const types = { 'AWS::Lambda::Function': 'function', 'AWS::StepFunctions::StateMachine': 'workflow' } as const;
  for (const { stack, logicalId, resource } of resources(assembly, ...Object.keys(types))) {
    const role = placeholders.text(stack, resource.Properties.Role ?? resource.Properties.RoleArn);
    const kind = types[resource.Type as keyof typeof types];
    const name = kind === 'function' ? functionName(logicalId) : nameOf(logicalId);
    users.set(role, [...(users.get(role) ?? []), { id: logicalId, name, kind, stack: logicalId.split('.')[0] }]);
  }
  const trust = policies.filter(({ kind }) => kind === 'trust');
  return new Map(
    trust.map(({ placed, statements }): [string, Holder] => {
      const role = arnOf('AWS::IAM::Role', 'Arn', placed.stack.region, placed.logicalId) ?? '';
      const [user, other] = users.get(role) ?? [];
      const [service] = statements.flatMap(({ services }) => services);
      if (other || (!user && !service)) throw new Error(`The role ${placed.construct} has no holder, or several`);
      const stack = placed.logicalId.split('.')[0];
      return [
        role,
        user ?? { id: placed.logicalId, name: serviceName(service ?? '', placed.logicalId), kind: 'service', stack },
      ];
    }),
  );
}

const serviceName = (service: string, role: string) => `${shortService(service)}, by ${nameOf(role)}`;

/** `delivery.logs.amazonaws.com` is `delivery.logs`. */
const shortService = (principal: string) => principal.replace(/\.amazonaws\.com$/, '');

/** The holder for a principal in a resource policy. */
export function holdersNamed({ services, principals }: Policy['statements'][number]): Holder[] {
  return [
    ...services.map((service): Holder => ({ id: service, name: shortService(service), kind: 'service' })),
    ...principals.map((principal): Holder => {
      if (!/:root$/.test(principal)) throw new Error(`A resource policy names ${principal}, which is not a service`);
      return { id: 'account', name: 'IAM of the account', kind: 'account' };
    }),
  ];
}
