import type { Call, Demand, Principal } from '../kernel/service';

/** Resource types with names from templates, which stay the same from run to run; of others, the id is left out. */
const lasting: readonly string[] = ['table', 'function', 'stateMachine', 'event-bus', 'deliverystream', 'workgroup'];

/** Who calls what, in names that are the same in each run of the same app. */
export interface CallIdentity {
  readonly caller: string;
  readonly resource: string;
  /** All of it, with service, operation and region. */
  readonly text: string;
}

export function identityOf({ service, operation, region, principal }: Call, [first]: readonly Demand[]): CallIdentity {
  const caller = callerOf(principal);
  const resource = resourceOf(first?.resource ?? '*');
  return { caller, resource, text: [service, operation, region, caller, resource].join(' ') };
}

function callerOf(principal: Principal): string {
  switch (principal.kind) {
    case 'role':
      return principal.roleArn.split('/').at(-1) ?? '';
    case 'service':
      return principal.service;
    case 'root':
      return 'owner';
    case 'anonymous':
      return 'anonymous';
  }
}

function resourceOf(arn: string): string {
  const [, , service = '', , , ...rest] = arn.split(':');
  if (rest.length === 0) return '*';
  const [type = '', name = ''] = rest.join(':').split(/[:/]/);
  // The ARNs of these have the name at once, and after it the keys of objects.
  if (['s3', 'sqs', 'sns'].includes(service)) return type;
  return lasting.includes(type) ? `${type}/${name}` : type;
}
