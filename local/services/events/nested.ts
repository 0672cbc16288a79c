import { isObject } from './check-match';

/** Two values of one place: both are there to be matched. */
function together(first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (!isObject(first) || !isObject(second)) return [first, second].flat();
  const members: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) members[key] = together(members[key], value);
  return members;
}

/** `{"a.b": 1}` and `{"a": {"b": 1}}` are one to EventBridge, in patterns as in events: this is the second form. */
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
