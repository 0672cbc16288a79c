import { checkMatch, invalid, isObject } from './check-match';
import { nested } from './nested';
import type { Pattern } from './pattern';
import { isTooComplex } from './wildcard-complexity';

/** Characters. Source: EventBridge quotas, "Event pattern size". */
const maxLength = 2048;

function checkField(rules: readonly unknown[]): void {
  if (rules.length === 0) throw invalid('Empty arrays are not allowed');
  for (const rule of rules) checkMatch(rule);
  const wildcards = rules.flatMap((rule) => (isObject(rule) && 'wildcard' in rule ? [String(rule.wildcard)] : []));
  if (isTooComplex(wildcards)) {
    throw invalid(
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    );
  }
}

function checkObject(pattern: unknown): void {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) throw invalid('Empty objects are not allowed');
  for (const [key, value] of Object.entries(pattern)) {
    if (key === '$or') {
      if (!Array.isArray(value) || value.length < 2) throw invalid('$or takes two patterns or more');
      for (const one of value) checkObject(one);
    } else if (Array.isArray(value)) checkField(value);
    else if (isObject(value)) checkObject(value);
    else throw invalid(`"${key}" must be an object or an array`);
  }
}

/** Parses and checks a pattern of JSON text or a template's object. Throws `InvalidEventPatternException`. */
export function parsePattern(source: string | object, limit = maxLength): Pattern {
  const text = typeof source === 'string' ? source : JSON.stringify(source);
  if (text.length > limit) throw invalid(`it is longer than ${limit} characters`);
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  if (!isObject(pattern)) throw invalid('Filter is not an object');
  checkObject(pattern);
  return nested(pattern) as Pattern;
}
