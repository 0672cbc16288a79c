import type { Demand, Principal } from '../kernel/service';
import type { Context } from './condition';
import { principalArn, roleId } from './principal';

export interface Surroundings {
  readonly principal: Principal;
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Tags of the caller's role. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The global condition keys that a laptop can know, and the demand's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function contextOf(demand: Demand, surroundings: Surroundings): Context {
  const { region, accountId, now, principal } = surroundings;
  const keys: Record<string, string | readonly string[] | undefined> = {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    // Nothing leaves the machine, which is as safe as TLS.
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': demand.resource.split(':')[4] || accountId,
    'aws:PrincipalIsAWSService': String(principal.kind === 'service'),
    'aws:ViaAWSService': 'false',
    ...callerKeys(surroundings),
    ...demand.context,
  };
  const known = Object.entries(keys).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined);
  return new Map(known.map(([name, value]) => [name.toLowerCase(), value]));
}

function callerKeys({ principal, tags }: Surroundings): Record<string, string | readonly string[] | undefined> {
  switch (principal.kind) {
    case 'root':
      return {
        'aws:PrincipalArn': principalArn(principal),
        'aws:PrincipalAccount': principal.accountId,
        'aws:PrincipalType': 'Account',
        'aws:userid': principal.accountId,
        'aws:SourceIp': '127.0.0.1',
      };
    case 'role':
      return {
        'aws:PrincipalArn': principal.roleArn,
        'aws:PrincipalAccount': principal.accountId,
        'aws:PrincipalType': 'AssumedRole',
        'aws:userid': `${roleId(principal.roleArn)}:${principal.sessionName}`,
        'aws:SourceIp': '127.0.0.1',
        ...Object.fromEntries(Object.entries(tags ?? {}).map(([name, value]) => [`aws:PrincipalTag/${name}`, value])),
      };
    case 'service':
      return {
        'aws:PrincipalServiceName': principal.service,
        'aws:PrincipalServiceNamesList': [principal.service],
        'aws:SourceArn': principal.sourceArn,
        'aws:SourceAccount': principal.accountId,
      };
    case 'anonymous':
      return { 'aws:PrincipalType': 'Anonymous', 'aws:SourceIp': '127.0.0.1' };
  }
}
