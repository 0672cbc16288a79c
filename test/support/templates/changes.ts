import { isObject } from './values';

export interface Change {
  /** The place of the change: `Properties.Policy.Statement.0.Effect`. */
  readonly path: string;
  /** Makes the whole value with this change, and no other. */
  changed(): unknown;
}

/**
 * Every value with one leaf changed, or without one of its keys or items. Tags are left as they are, and JSON within a
 * string is changed inside.
 */
export function* changes(value: unknown, path = ''): Generator<Change> {
  const inner = parsed(value);
  if (inner !== undefined) {
    for (const { path: within, changed } of changes(inner, path))
      yield { path: within, changed: () => JSON.stringify(changed()) };
    return;
  }
  if (typeof value !== 'object' || value === null) {
    yield { path, changed: () => anotherThan(value) };
    return;
  }
  for (const key of Object.keys(value).filter((name) => name !== 'Tags')) {
    const member = (value as Record<string, unknown>)[key];
    const put = (changed: unknown) =>
      Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed };
    const at = path ? `${path}.${key}` : key;
    for (const change of changes(member, at)) yield { path: change.path, changed: () => put(change.changed()) };
    yield { path: `${at} (left out)`, changed: () => without(value, key) };
    if (isObject(value))
      yield { path: `${at} (renamed)`, changed: () => ({ ...without(value, key), [`${key}X`]: member }) };
  }
}

function without(value: object, key: string): object {
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1);
  const { [key]: _, ...rest } = value as Record<string, unknown>;
  return rest;
}

function anotherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : `${value ?? ''}X`;
}

function parsed(value: unknown): object | undefined {
  if (typeof value !== 'string' || !/^[{[]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
