import { createHash } from 'node:crypto';
import type { Principal } from '../kernel/service';

/**
 * How closely a policy's principal names the caller: as the session itself, as its role (or as everybody), only as its
 * account, which leaves the decision to the account's own policies, or not at all.
 */
export type Closeness = 'session' | 'role' | 'account' | 'none';
export type PrincipalMatcher = (principal: Principal, region: string) => Closeness;

const closest: readonly Closeness[] = ['session', 'role', 'account', 'none'];

/** `role` of `arn:aws:iam::{account}:role/path/role`. */
export const roleName = (roleArn: string) => roleArn.slice(roleArn.lastIndexOf('/') + 1);

/** The ARN by which AWS's messages, and `GetCallerIdentity`, call a principal. */
export function principalArn(principal: Principal): string {
  switch (principal.kind) {
    case 'root':
      return `arn:aws:iam::${principal.accountId}:root`;
    case 'role':
      return `arn:aws:sts::${principal.accountId}:assumed-role/${roleName(principal.roleArn)}/${principal.sessionName}`;
    case 'service':
      return principal.service;
    case 'anonymous':
      return 'anonymous';
  }
}

/** An id in AWS's form that a role keeps: `AROA` and 17 capital letters and digits. */
export function roleId(roleArn: string): string {
  const digest = createHash('sha256').update(roleArn).digest('hex').toUpperCase();
  return `AROA${digest.slice(0, 17)}`;
}

/** Compiles a `Principal`, or a `NotPrincipal` when `except`: then everybody else is meant. Throws for unknown forms. */
export function principalMatcher(document: unknown, except: boolean): PrincipalMatcher {
  const forms = document === '*' ? [anyone] : Object.entries(document as object).flatMap(formsOf);
  const match: PrincipalMatcher = (principal, region) => {
    const found = forms.map((form) => form(principal, region));
    return closest.find((closeness) => found.includes(closeness)) ?? 'none';
  };
  return except ? (principal, region) => (match(principal, region) === 'none' ? 'role' : 'none') : match;
}

const anyone: PrincipalMatcher = () => 'role';

function formsOf([kind, values]: [string, unknown]): PrincipalMatcher[] {
  const names = [values].flat().map(String);
  switch (kind) {
    case 'AWS':
      return names.map(account);
    case 'Service':
      return names.map(service);
    case 'CanonicalUser':
    case 'Federated':
      // On a laptop, no caller has a canonical user id or comes from an identity provider.
      return [];
    default:
      throw new Error(`'${kind}' is not a kind of principal`);
  }
}

function account(name: string): PrincipalMatcher {
  if (name === '*') return anyone;
  const id = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  if (id) {
    return (principal) =>
      'accountId' in principal && principal.kind !== 'service' && principal.accountId === id ? 'account' : 'none';
  }
  if (!name.startsWith('arn:') || name.includes('*')) throw new Error(`'${name}' is not a principal`);
  return (principal) => {
    if (principal.kind !== 'role') return 'none';
    if (principal.roleArn === name) return 'role';
    return principalArn(principal) === name ? 'session' : 'none';
  };
}

/** `logs.eu-west-1.amazonaws.com` is `logs.amazonaws.com` in one region. */
function service(name: string): PrincipalMatcher {
  const [globalName, region] = regional(name);
  return (principal, here) => {
    if (principal.kind !== 'service') return 'none';
    const [caller, callerRegion] = regional(principal.service);
    return caller === globalName && (!region || region === (callerRegion ?? here)) ? 'role' : 'none';
  };
}

function regional(name: string): [globalName: string, region?: string] {
  const [, label, region] = /^([^.]+)\.([a-z]+-[a-z-]+-\d)\.amazonaws\.com$/.exec(name) ?? [];
  return region ? [`${label}.amazonaws.com`, region] : [name];
}
