import { isObject } from './check-match';

/** Joins two values of the same place, so that both can match. */
function together(first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (!isObject(first) || !isObject(second)) return [first, second].flat();
  const members: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) members[key] = together(members[key], value);
  return members;
}

/** Converts `{"a.b": 1}` to `{"a": {"b": 1}}`. EventBridge treats both as the same, in patterns and in events. */
export function nested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nested);
  if (!isObject(value)) return value;
  const members: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const [name = '', ...path] = key.split('.');
    const inner = path.reduceRight<unknown>((within, step) => ({ [step]: within }), nested(item));
    members[name] = together(members[name], inner);
  }
  return members;
}
