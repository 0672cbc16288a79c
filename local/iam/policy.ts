import type { PolicySource } from '../kernel/kernel';
import { type Condition, condition } from './condition';
import { type Matcher, pattern } from './pattern';
import { type PrincipalMatcher, principalMatcher } from './principal';

/** A pattern as its policy spells it, with the function that matches values. */
interface Named {
  readonly text: string;
  readonly matches: Matcher;
}

export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Present in the policies of resources only. */
  readonly principal?: PrincipalMatcher;
  readonly actions: readonly Named[];
  /** The actions are those to which the statement does not apply. */
  readonly exceptActions: boolean;
  /** Empty: the resource that the policy belongs to, whatever it is. */
  readonly resources: readonly Named[];
  readonly exceptResources: boolean;
  readonly condition: Condition;
}

export interface Policy {
  readonly name: string;
  /** Absent for what no template has: policies set by an API, and AWS's managed ones. */
  readonly source?: PolicySource;
  readonly statements: readonly Statement[];
}

const members = [
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction'],
  ...['Resource', 'NotResource', 'Condition'],
];

/**
 * Compiles a policy document of an identity or of a resource. Throws `MalformedPolicyDocument` as an Error that names
 * the policy and what is wrong with it.
 */
export function parsePolicy(
  name: string,
  document: unknown,
  of: 'identity' | 'resource',
  source?: PolicySource,
): Policy {
  const { Version, Statement } = (typeof document === 'string' ? JSON.parse(document) : (document ?? {})) as {
    Version?: string;
    Statement?: unknown;
  };
  const statements = [Statement ?? []].flat() as Record<string, unknown>[];
  try {
    return { name, source, statements: statements.map((each) => statement(each, Version === '2012-10-17', of)) };
  } catch (error) {
    throw new Error(`MalformedPolicyDocument: ${name}: ${(error as Error).message}`, { cause: error });
  }
}

function statement(document: Record<string, unknown>, variables: boolean, of: 'identity' | 'resource'): Statement {
  const unknown = Object.keys(document).find((key) => !members.includes(key));
  if (unknown) throw new Error(`a statement has no member '${unknown}'`);
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = document;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`'${Effect}' is not an effect`);
  exactlyOne('Action', Action, NotAction);
  if (of === 'identity') {
    exactlyOne('Resource', Resource, NotResource);
    if (Principal ?? NotPrincipal) throw new Error("an identity's policy names no principal");
  } else exactlyOne('Principal', Principal, NotPrincipal);
  return {
    sid: Sid as string | undefined,
    effect: Effect,
    ...(of === 'resource' && { principal: principalMatcher(Principal ?? NotPrincipal, NotPrincipal !== undefined) }),
    actions: texts(Action ?? NotAction).map(action),
    exceptActions: NotAction !== undefined,
    resources: texts(Resource ?? NotResource).map((text) => resource(text, variables)),
    exceptResources: NotResource !== undefined,
    condition: condition(Condition, variables),
  };
}

function exactlyOne(name: string, plain: unknown, negated: unknown): void {
  if ((plain === undefined) === (negated === undefined)) throw new Error(`a statement has one of ${name}, Not${name}`);
}

function action(text: string): Named {
  if (text !== '*' && !/^[\w*-]+:[\w*?]+$/.test(text)) throw new Error(`'${text}' is not an action`);
  return { text, matches: pattern(text, { wildcards: true, ignoreCase: true }) };
}

function resource(text: string, variables: boolean): Named {
  if (text === '*') return { text, matches: () => true };
  // Colons within a variable's braces do not part the ARN.
  if (text.replace(/\$\{[^}]*\}/g, '').split(':').length < 6) throw new Error(`'${text}' is not a resource`);
  return { text, matches: pattern(text, { wildcards: true, variables, arn: true }) };
}

const texts = (value: unknown) => (value === undefined ? [] : [value].flat().map(String));
