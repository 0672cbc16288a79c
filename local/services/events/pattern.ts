import { isIP } from 'node:net';
import { isObject } from './check-match';
import { cidrMatches, numericMatches, wildcardMatches } from './comparisons';
import { nested } from './nested';

type Scalar = string | number | boolean | null;
type Rule = Scalar | { readonly [comparison: string]: unknown };
/** An event pattern, as parsed from JSON and checked by `parsePattern`. */
export interface Pattern {
  readonly [key: string]: Pattern | readonly Rule[] | readonly Pattern[];
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const lower = (value: unknown) => String(value).toLowerCase();

/** Returns the operand of `prefix` and `suffix`: text, or `{"equals-ignore-case": text}`. */
function edge(value: string, wanted: unknown, side: 'startsWith' | 'endsWith'): boolean {
  if (isObject(wanted)) return value.toLowerCase()[side](lower(wanted['equals-ignore-case']));
  return value[side](String(wanted));
}

function anythingBut(value: Scalar, excluded: unknown): boolean {
  if (!isObject(excluded)) return !list(excluded).includes(value);
  return !Object.entries(excluded).some(([comparison, wanted]) =>
    list(wanted).some((one) => compare(value, comparison, one)),
  );
}

function compare(value: Scalar, comparison: string, wanted: unknown): boolean {
  switch (comparison) {
    case 'prefix':
      return typeof value === 'string' && edge(value, wanted, 'startsWith');
    case 'suffix':
      return typeof value === 'string' && edge(value, wanted, 'endsWith');
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === lower(wanted);
    case 'wildcard':
      return typeof value === 'string' && wildcardMatches(value, String(wanted));
    case 'numeric':
      return typeof value === 'number' && numericMatches(value, wanted as readonly (string | number)[]);
    case 'cidr':
      return typeof value === 'string' && isIP(value) !== 0 && cidrMatches(value, String(wanted));
    case 'anything-but':
      return anythingBut(value, wanted);
    default:
      return wanted === true; // `exists`: there is a value
  }
}

function leafMatches(value: Scalar, rule: Rule): boolean {
  if (!isObject(rule)) return value === rule;
  return Object.entries(rule).every(([comparison, wanted]) => compare(value, comparison, wanted));
}

/** Returns the scalars at a place of the event. Arrays are searched; objects are not scalars. */
function leaves(value: unknown): Scalar[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  return value === undefined || isObject(value) ? [] : [value as Scalar];
}

/** Returns the values of a key in an object, or in the objects of an array. */
function under(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => under(item, key));
  return isObject(value) ? [value[key]] : [];
}

/** `everywhere` contains the values of the field in the whole event; `value` may be one object of an array. */
function fieldMatches(rules: readonly Rule[], value: unknown, everywhere: unknown): boolean {
  const found = leaves(value);
  return rules.some((rule) => {
    if (isObject(rule) && rule.exists === false) return leaves(everywhere).length === 0;
    return found.some((leaf) => leafMatches(leaf, rule));
  });
}

function objectMatches(pattern: Pattern, event: unknown, everywhere: unknown): boolean {
  if (Array.isArray(event)) return event.some((item) => objectMatches(pattern, item, everywhere));
  const fields = isObject(event) ? event : {};
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return (wanted as readonly Pattern[]).some((one) => objectMatches(one, event, everywhere));
    const all = under(everywhere, key);
    if (Array.isArray(wanted)) return fieldMatches(wanted as readonly Rule[], fields[key], all);
    return objectMatches(wanted as Pattern, fields[key], all);
  });
}

/**
 * Returns whether an event matches. Source: EventBridge user guide, "Event patterns" and "Comparison operators". Fields
 * within one object of an array have to match in the same object.
 */
export function matches(pattern: Pattern, event: unknown): boolean {
  const whole = nested(event);
  return objectMatches(pattern, whole, whole);
}
