import type { Names } from './names';
import { inline, isObject, literal, referenceIn, textIn } from './values';

type Statement = Readonly<Record<string, unknown>>;

export const isPolicy = (value: unknown): value is { Statement: Statement | Statement[] } =>
  isObject(value) &&
  listOf(value.Statement).length > 0 &&
  listOf(value.Statement).every((item) => isObject(item) && 'Effect' in item);

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/**
 * A statement as a sentence with all that it holds: `Api may dynamodb:GetItem on Table.Arn if …`.
 * @param holder whom the policy is attached to, for statements without a principal
 */
export function sentence(statement: Statement, names: Names, holder: string): string {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition, ...others } = statement;
  const subject =
    Principal !== undefined
      ? principals(Principal, names)
      : NotPrincipal !== undefined
        ? `anyone but ${principals(NotPrincipal, names)}`
        : holder;
  const actions = Action !== undefined ? listed(Action, names) : `all but ${listed(NotAction, names)}`;
  const resources =
    Resource !== undefined
      ? ` on ${listed(Resource, names)}`
      : NotResource !== undefined
        ? ` on all but ${listed(NotResource, names)}`
        : '';
  const condition = Condition === undefined ? '' : ` if ${conditions(Condition, names)}`;
  const rest = Object.keys(others).length > 0 ? ` ${inline(others, names)}` : '';
  return `${subject} ${verb(Effect)} ${actions}${resources}${condition}${rest}`;
}

function verb(effect: unknown): string {
  if (effect === 'Allow') return 'may';
  return effect === 'Deny' ? 'may not' : `(${JSON.stringify(effect)})`;
}

function principals(principal: unknown, names: Names): string {
  if (!isObject(principal)) return principal === '*' ? 'anyone' : inline(principal, names);
  return Object.keys(principal)
    .sort()
    .map((kind) => `${kind} ${listed(principal[kind], names)}`)
    .join(' and ');
}

/** References without braces, and every other text in quotes that could be taken for one, or for two. */
function listed(values: unknown, names: Names): string {
  return listOf(values)
    .map((value) => {
      const text = textIn(value, names);
      if (text === undefined) return inline(value, names);
      return (
        referenceIn(value, names) ??
        (/^([\w-]+:[^,\s"]*|\*|[\w.-]+\.amazonaws\.com|<[^,\s"]*)$/.test(text) ? text : JSON.stringify(text))
      );
    })
    .join(', ');
}

function conditions(condition: unknown, names: Names): string {
  if (!isObject(condition)) return inline(condition, names);
  return Object.keys(condition)
    .sort()
    .flatMap((operator) => {
      const tests = condition[operator];
      if (!isObject(tests)) return [`${operator} ${inline(tests, names)}`];
      return Object.keys(tests)
        .sort()
        .map(
          (key) =>
            `${operator} ${literal(key, names)} = ${listOf(tests[key])
              .map((value) => alternative(value, names))
              .join(' or ')}`,
        );
    })
    .join(' and ');
}

function alternative(value: unknown, names: Names): string {
  const text = inline(value, names);
  return / (or|and) /.test(text) ? JSON.stringify(text) : text;
}
