import { createHash } from 'node:crypto';
import { knownProperties, unsupported } from '../kernel/known-properties';
import type { Resource, ResourceProvider } from '../kernel/service';
import { parsePolicy } from './policy';
import { roleId } from './principal';
import type { Roles } from './roles';

interface PolicyProperties {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
  readonly Roles?: readonly string[];
}

interface ManagedPolicyProperties {
  readonly ManagedPolicyName?: string;
  readonly PolicyDocument: unknown;
  readonly Path?: string;
  readonly Roles?: readonly string[];
}

interface RoleProperties {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument: unknown;
  readonly Policies?: readonly PolicyProperties[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly PermissionsBoundary?: string;
  readonly MaxSessionDuration?: number;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** Users and groups do not exist on a laptop: a policy that is attached to them would have no effect. */
function refuseUsers(resource: Resource): void {
  for (const property of ['Users', 'Groups']) {
    if (resource.properties[property]?.length) throw unsupported(resource, property);
  }
}

export function iamResources(roles: Roles): Readonly<Record<string, ResourceProvider>> {
  const nameOf = ({ properties, name }: Resource<RoleProperties>) => properties.RoleName ?? name;
  const roleArn = (resource: Resource<RoleProperties>) =>
    `arn:aws:iam::${resource.accountId}:role${resource.properties.Path ?? '/'}${nameOf(resource)}`;

  const role: ResourceProvider<RoleProperties> = {
    identify: (resource) => ({
      ref: nameOf(resource),
      attributes: { Arn: roleArn(resource), RoleId: roleId(roleArn(resource)) },
    }),
    deploy(resource) {
      knownProperties(resource, [
        ...['RoleName', 'Path', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns'],
        ...['PermissionsBoundary', 'MaxSessionDuration', 'Description', 'Tags'],
      ]);
      const { properties } = resource;
      const arn = roleArn(resource);
      roles.put({
        arn,
        trust: parsePolicy(`${arn} (trust)`, properties.AssumeRolePolicyDocument, 'resource', resource),
        inline: (properties.Policies ?? []).map((policy) =>
          parsePolicy(policy.PolicyName, policy.PolicyDocument, 'identity', resource),
        ),
        managedPolicyArns: properties.ManagedPolicyArns ?? [],
        boundaryArn: properties.PermissionsBoundary,
        tags: Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
        maxSessionSeconds: Number(properties.MaxSessionDuration ?? 3600),
      });
      return undefined;
    },
  };

  const policy: ResourceProvider<PolicyProperties> = {
    identify: ({ properties }) => ({ ref: properties.PolicyName }),
    deploy(resource) {
      knownProperties(resource, ['PolicyName', 'PolicyDocument', 'Roles', 'Users', 'Groups']);
      refuseUsers(resource);
      const { PolicyName, PolicyDocument, Roles: names } = resource.properties;
      const parsed = parsePolicy(PolicyName, PolicyDocument, 'identity', resource);
      for (const name of names ?? []) roles.attach(name, parsed);
      return undefined;
    },
  };

  const managedArn = ({ properties, accountId, name }: Resource<ManagedPolicyProperties>) =>
    `arn:aws:iam::${accountId}:policy${properties.Path ?? '/'}${properties.ManagedPolicyName ?? name}`;

  const managedPolicy: ResourceProvider<ManagedPolicyProperties> = {
    identify(resource) {
      const arn = managedArn(resource);
      const digest = createHash('sha256').update(arn).digest('hex').toUpperCase();
      return { ref: arn, attributes: { PolicyArn: arn, PolicyId: `ANPA${digest.slice(0, 17)}` } };
    },
    deploy(resource) {
      knownProperties(resource, [
        ...['ManagedPolicyName', 'PolicyDocument', 'Path', 'Roles', 'Users', 'Groups', 'Description'],
      ]);
      refuseUsers(resource);
      const { PolicyDocument, Roles: names } = resource.properties;
      const parsed = roles.putManaged(managedArn(resource), PolicyDocument, resource);
      for (const name of names ?? []) roles.attach(name, parsed);
      return undefined;
    },
  };

  return { 'AWS::IAM::Role': role, 'AWS::IAM::Policy': policy, 'AWS::IAM::ManagedPolicy': managedPolicy };
}
