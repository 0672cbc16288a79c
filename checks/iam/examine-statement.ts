import { type PermissionException, permissionExceptions } from '../permission-exceptions';
import { canName } from './arn-pattern';
import type { Statement } from './policies';
import { type Action, actionsNamed, arnFormat, supportsKey } from './reference';

const serviceOf = (pattern: string) => pattern.split(':')[0]?.toLowerCase() ?? '';
const isPattern = (action: string) => /[*?]/.test(action);

/** Called with each exception that was needed. */
export type Use = (exception: PermissionException) => void;

type Kind = 'named' | 'everything' | 'types' | 'without';

function exceptionFor(action: string, kind: Kind): PermissionException | undefined {
  return permissionExceptions.find(
    ({ action: name, allows }) =>
      name.toLowerCase() === action.toLowerCase() && (typeof allows === 'object' ? kind in allows : allows === kind),
  );
}

/** Formats of the ARNs that an action may be granted on, including those of exceptions. */
function formatsOf(service: string, { resourceTypes }: Action): string[] {
  return resourceTypes.map(({ name }) => arnFormat(service, name));
}

function furtherFormats(action: string): { exception?: PermissionException; formats: string[] } {
  const exception = exceptionFor(action, 'types');
  const { types = [] } = (exception?.allows ?? {}) as { types?: readonly string[] };
  return { exception, formats: types.map((type) => arnFormat(serviceOf(action), type)) };
}

/** Whether the reference or an exception allows a grant of an action on a resource. */
function supports(actionName: string, action: Action, resource: string, use: Use): boolean {
  const service = serviceOf(actionName);
  const full = `${service}:${action.name}`;
  if (action.resourceTypes.length === 0) {
    const exception = exceptionFor(full, 'named');
    if (resource === '*') return true;
    if (exception) use(exception);
    return exception !== undefined;
  }
  if (resource === '*' || formatsOf(service, action).some((format) => canName(resource, format))) return true;
  const { exception, formats } = furtherFormats(full);
  if (!exception || !formats.some((format) => canName(resource, format))) return false;
  use(exception);
  return true;
}

const typesOf = ({ resourceTypes }: Action) => resourceTypes.map(({ name }) => name).join(', ');

/**
 * Compares one statement with the Service Authorization Reference. Finds unknown actions, resources and conditions that an
 * action does not support, and `*` where a resource could be named.
 */
export function examineStatement(
  statement: Statement,
  kind: 'identity' | 'trust' | 'resource',
  use: Use = () => {},
): string[] {
  const { actions, resources, keys, effect } = statement;
  const named = actions.map((pattern) => ({ pattern, found: pattern === '*' ? [] : actionsNamed(pattern) }));
  const known = named.filter(({ found }) => found.length > 0);
  const messages = named
    .filter(({ pattern, found }) => found.length === 0 && pattern !== '*')
    .map(({ pattern }) => `The action ${pattern} does not exist.`);

  const takes = (pattern: string, found: readonly Action[], resource: string) =>
    found.some((action) => supports(pattern, action, resource, use));
  for (const { pattern, found } of known) {
    if (resources.length > 0 && !resources.some((resource) => takes(pattern, found, resource))) {
      const types = [...new Set(found.map(typesOf))].filter(Boolean).join('; ');
      const remedy = types
        ? `It supports resources of the types ${types}.`
        : 'It supports no resource types. Grant it on *.';
      messages.push(`${pattern} cannot be granted on ${resources.join(', ')}. ${remedy}`);
    }
    for (const key of keys) {
      if (found.some((action) => supportsKey(serviceOf(pattern), action, key))) continue;
      messages.push(`${pattern} does not support the condition key ${key}, so no request meets the condition.`);
    }
    if (kind === 'identity' && effect === 'Allow' && resources.includes('*')) {
      for (const action of found.filter(({ resourceTypes }) => resourceTypes.length > 0)) {
        const full = `${serviceOf(pattern)}:${action.name}`;
        const exception = exceptionFor(full, 'everything');
        if (exception) use(exception);
        else messages.push(`${full} is granted on all resources. Name resources of the types ${typesOf(action)}.`);
      }
    }
  }
  const idle = resources.filter(
    (resource) => known.length > 0 && !known.some(({ pattern, found }) => takes(pattern, found, resource)),
  );
  for (const resource of idle) {
    messages.push(`None of ${actions.join(', ')} can be granted on ${resource}; the statement grants nothing there.`);
  }
  if (actions.includes('*') && effect === 'Allow') messages.push('All actions of all services are granted. Name them.');
  return [...new Set(messages)];
}

/** Resource types that the reference requires for an action, and that no granting statement names a resource of. */
export function missingTypes(actionName: string, resources: readonly string[], use: Use = () => {}): string[] {
  if (isPattern(actionName) || resources.includes('*')) return [];
  const service = serviceOf(actionName);
  return actionsNamed(actionName).flatMap(({ name: action, resourceTypes }) => {
    const missing = resourceTypes
      .filter(({ required, name }) => required && !resources.some((each) => canName(each, arnFormat(service, name))))
      .map(({ name }) => name);
    const exception = exceptionFor(`${service}:${action}`, 'without');
    const { without = [] } = (exception?.allows ?? {}) as { without?: readonly string[] };
    if (exception && missing.some((name) => without.includes(name))) use(exception);
    return missing.filter((name) => !without.includes(name));
  });
}
