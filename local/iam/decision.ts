import type { Principal } from '../kernel/service';
import { type Context, lookupIn } from './condition';
import type { Policy, Statement } from './policy';
import { type Closeness, principalArn } from './principal';

/** One permission asked for, with every policy that has a say in it. */
export interface Question {
  readonly principal: Principal;
  readonly region: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  /** The role's own policies. The account's owner needs none. */
  readonly identity: readonly Policy[];
  /** The most that the role's own policies can give. */
  readonly boundary?: Policy;
  /** Policies of the resource; a role's trust policy for `sts:AssumeRole`. */
  readonly resourcePolicies: readonly Policy[];
}

/** An Allow that applied: which pattern of the statement's actions named the action. */
export interface Grant {
  readonly policy: Policy;
  readonly statement: Statement;
  readonly pattern: string;
}

export type Decision =
  | {
      readonly allowed: true;
      /** The statements of the role's own policies that allow the call. */
      readonly grants: readonly Grant[];
      /** The statements of the resource's policy, or of the trust policy for `sts:AssumeRole`, that allow the call. */
      readonly resourceGrants: readonly Grant[];
    }
  | { readonly allowed: false; readonly message: string };

/**
 * Decides as AWS does within one account: an explicit deny wins; else the identity's policies or the resource's must
 * allow. Keys and roles have to be opened by their own policy first, which may leave it to the account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(question: Question): Decision {
  const { principal, boundary, action } = question;
  const identity = evaluate(question, question.identity);
  const limit = evaluate(question, boundary ? [boundary] : []);
  const resource = evaluate(question, question.resourcePolicies);

  if (identity.denied) return refused(question, 'with an explicit deny in an identity-based policy');
  if (limit.denied) return refused(question, 'with an explicit deny in a permissions boundary');
  if (resource.denied) return refused(question, 'with an explicit deny in a resource-based policy');

  const opened = (closeness: Closeness) => resource.allowed.some((found) => found.closeness === closeness);
  const nobodyOfOurs = principal.kind === 'service' || principal.kind === 'anonymous';
  const opener = ownPolicyDecides(question) === 'role' ? 'role trust policy' : 'resource-based policy';
  const lacksOpener = () => refused(question, `because no ${opener} allows the ${action} action`);

  const resourceGrants = resource.allowed;
  if (nobodyOfOurs) return opened('role') ? { allowed: true, grants: [], resourceGrants } : lacksOpener();
  if (opened('session')) return { allowed: true, grants: [], resourceGrants };
  if (ownPolicyDecides(question) && !opened('role') && !opened('account')) return lacksOpener();

  const grants = identity.allowed.map(({ policy, statement, pattern }) => ({ policy, statement, pattern }));
  if (principal.kind !== 'root' && !grants.length && !opened('role')) {
    return refused(question, `because no identity-based policy allows the ${action} action`);
  }
  if (boundary && !limit.allowed.length) {
    return refused(question, `because no permissions boundary allows the ${action} action`);
  }
  return { allowed: true, grants, resourceGrants };
}

/** Keys and roles: an identity policy allows nothing if the resource's own policy does not mention the principal. */
function ownPolicyDecides({ action, resource }: Question): 'key' | 'role' | undefined {
  if (action.startsWith('kms:') && resource.includes(':key/')) return 'key';
  return action.startsWith('sts:AssumeRole') ? 'role' : undefined;
}

interface Evaluation {
  readonly denied: boolean;
  readonly allowed: readonly (Grant & { readonly closeness: Closeness })[];
}

function evaluate(question: Question, policies: readonly Policy[]): Evaluation {
  const allowed: (Grant & { closeness: Closeness })[] = [];
  let denied = false;
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const closeness = statement.principal?.(question.principal, question.region) ?? 'role';
      if (closeness === 'none') continue;
      for (const pattern of applies(question, statement)) {
        if (statement.effect === 'Deny') denied = true;
        else allowed.push({ policy, statement, pattern, closeness });
      }
    }
  }
  return { denied, allowed };
}

/** The action patterns by which the statement speaks about what is asked; none when it does not. */
function applies({ action, resource, context }: Question, statement: Statement): string[] {
  const lookup = lookupIn(context);
  const named = statement.actions.filter(({ matches }) => matches(action, lookup)).map(({ text }) => text);
  const patterns = statement.exceptActions ? (named.length ? [] : ['NotAction']) : named;
  if (!patterns.length) return [];
  const listed = statement.resources.some(({ matches }) => matches(resource, lookup));
  if (statement.resources.length && listed === statement.exceptResources) return [];
  return statement.condition(context) ? patterns : [];
}

function refused({ principal, action, resource }: Question, reason: string): Decision {
  const user = principalArn(principal);
  return {
    allowed: false,
    message: `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  };
}
