import type { Credentials, Holder, Kernel, PolicySource } from '../kernel/kernel';
import {
  type Call,
  type Demand,
  type LocalService,
  type Permission,
  type Principal,
  ServiceError,
} from '../kernel/service';
import { contextOf } from './context';
import { type Decision, decide, type Question } from './decision';
import type { Evidence } from './evidence';
import type { OwnerKeys } from './owner-keys';
import { type Policy, parsePolicy } from './policy';
import { roleName } from './principal';
import { iamResources } from './resources';
import { Roles } from './roles';
import { Sessions } from './sessions';
import { createSts } from './sts';
import { type UnusedGrant, Usage } from './usage';

/** The account's roles and policies, and the decisions and credentials that follow from them. */
export class Iam {
  /** STS, and the template types of IAM. */
  readonly service: LocalService;
  private readonly roles = new Roles();
  private readonly usage = new Usage();
  private readonly sessions: Sessions;
  /** By the resource's ARN, then by slot. */
  private readonly resourcePolicies = new Map<string, Map<string, Policy>>();

  /**
   * `evidence`: where it is recorded which statements allow calls. `owner`: the keys of the account's owner; without them,
   * there are keys of roles only.
   */
  constructor(
    private readonly kernel: Kernel,
    private readonly evidence?: Evidence,
    owner?: OwnerKeys,
  ) {
    this.sessions = new Sessions(kernel, owner);
    this.service = {
      wire: createSts(kernel, this.roles, this.sessions),
      resources: iamResources(this.roles),
      sweep: () => this.sessions.sweep(),
    };
  }

  /** Throws `AccessDenied` where the caller may not make the call, or the operation has no permission in its service. */
  authorizeCall(call: Call, permission: Permission | undefined, input: unknown): void {
    const { service, operation, principal, region } = call;
    if (permission) {
      this.authorize(principal, region, permission(input, call));
      return;
    }
    this.report(principal, { action: `${service}:${operation}`, resource: '*' });
    throw denied(service, `${service}:${operation} has no mapping to an IAM action in this runtime`);
  }

  /** Throws `AccessDenied`, by the name that the service at hand gives it, at the first demand that is not allowed. */
  authorize(principal: Principal, region: string, demands: readonly Demand[]): void {
    for (const demand of demands) {
      const decision = this.decide(principal, region, demand);
      if (!decision.allowed) {
        this.report(principal, demand);
        throw denied(demand.action.split(':')[0] ?? '', decision.message);
      }
      if (principal.kind === 'role') this.usage.note(principal.roleArn, decision.grants);
    }
  }

  /**
   * Logs that a role of the app may not do what it tried to: its templates lack a grant, whatever the app makes of the
   * error. What others may not do (the owner's commands, another site's request) is between them and the service.
   */
  private report(principal: Principal, { action, resource }: Demand): void {
    if (principal.kind !== 'role') return;
    const { roleArn, sessionName } = principal;
    const role = roleName(roleArn);
    this.kernel.log('iam', `AccessDenied: role ${role} may not do ${action} on ${resource}`, {
      role,
      action,
      sessionName,
    });
  }

  /**
   * Sets the policy of a resource, one per slot. A document of `undefined` takes it away. `source`: the template's resource
   * that it comes from. Throws when it is malformed.
   */
  resourcePolicy(resourceArn: string, document: unknown, slot = 'policy', source?: PolicySource): void {
    const slots = this.resourcePolicies.get(resourceArn) ?? new Map<string, Policy>();
    if (document === undefined) slots.delete(slot);
    else slots.set(slot, parsePolicy(resourceArn, document, 'resource', source));
    this.resourcePolicies.set(resourceArn, slots);
  }

  /** The same credentials each time for the same role and session name, across restarts too. */
  credentials(roleArn: string, sessionName: string): Credentials {
    return this.sessions.lasting(roleArn, sessionName);
  }

  /** Returns the holder of an access key. Throws `ExpiredTokenException`. */
  resolve(accessKeyId: string): Holder | undefined {
    return this.sessions.holder(accessKeyId);
  }

  /** Which of the roles' permissions were not asked for since this process began. */
  unused(): readonly UnusedGrant[] {
    return this.usage.unused(this.roles);
  }

  private decide(principal: Principal, region: string, demand: Demand): Decision {
    const { accountId } = this.kernel;
    const roleArn = principal.kind === 'role' ? principal.roleArn : '';
    const tags = this.roles.get(roleArn)?.tags;
    const question: Question = {
      principal,
      region,
      action: demand.action,
      resource: demand.resource,
      context: contextOf(demand, { principal, region, accountId, tags, now: this.kernel.now() }),
      identity: this.roles.policiesOf(roleArn),
      boundary: this.roles.boundaryOf(roleArn),
      resourcePolicies: this.policiesOn(demand),
    };
    const decision = decide(question);
    this.evidence?.note(question, decision, this.roles.get(roleArn)?.trust.source);
    return decision;
  }

  private policiesOn({ action, resource }: Demand): readonly Policy[] {
    // A role's trust policy speaks about taking it on; passing or changing it is for the caller's own policies.
    if (action.startsWith('iam:')) return [];
    if (action.startsWith('sts:')) return [this.roles.get(resource)?.trust ?? []].flat();
    return owners(resource).flatMap((arn) => [...(this.resourcePolicies.get(arn)?.values() ?? [])]);
  }
}

/** The ARNs whose policies speak for a resource: its own, and that of what it is part of. */
function owners(resource: string): string[] {
  const parts = resource.split(':');
  const [, , service, , , kind = ''] = parts;
  if (service === 's3') return [resource.split('/', 1)[0] as string];
  if (service === 'lambda' && kind === 'function') return [parts.slice(0, 7).join(':')];
  if (service === 'dynamodb') return [resource.split('/').slice(0, 2).join('/')];
  return [resource];
}

/** The names of the services' errors when IAM denies a call, by the service prefix of the action. */
const denialNames: Readonly<Record<string, string>> = {
  s3: 'AccessDenied',
  sqs: 'AccessDenied',
  sts: 'AccessDenied',
  iam: 'AccessDenied',
  cloudfront: 'AccessDenied',
  cloudwatch: 'AccessDenied',
  sns: 'AuthorizationErrorException',
};

const denied = (service: string, message: string) =>
  new ServiceError(denialNames[service] ?? 'AccessDeniedException', message, 403);
