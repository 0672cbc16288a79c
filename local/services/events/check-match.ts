import { isIP } from 'node:net';
import { ServiceError } from '../../kernel/service';

/** Returns the exception with EventBridge's own wording, as in the recorded answers and in aws/event-ruler. */
export const invalid = (reason: string) =>
  new ServiceError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** `prefix` and `suffix`: text, or `{"equals-ignore-case": text}`. */
const checkEdge = (value: unknown, name: string): void => {
  const [only, ...more] = isObject(value) ? Object.keys(value) : [];
  const text = isObject(value) && only === 'equals-ignore-case' && !more.length ? value[only] : value;
  if (!isText(text)) throw invalid(`${name} match pattern must be a string`);
};

function checkWildcard(value: unknown): void {
  if (!isText(value)) throw invalid('wildcard match pattern must be a string');
  const bytes = Buffer.from(value);
  for (let at = 0; at < bytes.length; at += 1) {
    const [char, next] = [bytes[at], bytes[at + 1]].map((byte) =>
      byte === undefined ? '' : String.fromCharCode(byte),
    );
    if (char === '*' && next === '*') throw invalid(`Consecutive wildcard characters at pos ${at + 1}`);
    if (char !== '\\') continue;
    if (next !== '*' && next !== '\\') throw invalid(`Invalid escape character at pos ${at + 1}`);
    at += 1;
  }
}

function checkNumeric(rule: unknown): void {
  if (!Array.isArray(rule)) throw invalid('Value of numeric must be an array.');
  const [sign, bound, second, ...others] = rule;
  if (!['=', '<', '<=', '>', '>='].includes(sign as string)) {
    throw invalid(
      isText(sign) ? `Unrecognized numeric range operator: ${sign}` : `Invalid member in numeric match: ${sign}`,
    );
  }
  if (!isNumber(bound)) throw invalid(`Value of ${sign === '=' ? 'equals' : sign} must be numeric`);
  for (const number of rule.filter(isNumber)) {
    if (Math.abs(number) > 5e9) throw invalid('Value must be between -5.0E9 and 5.0E9, inclusive');
  }
  if (rule.length === 2) return;
  if (sign !== '>' && sign !== '>=') throw invalid('Too many elements in numeric expression');
  if (!isText(second)) throw invalid(`Bad value in numeric range: ${second}`);
  if (second !== '<' && second !== '<=') throw invalid(`Bad numeric range operator: ${second}`);
  if (!isNumber(others[0])) throw invalid(`Value of ${second} must be numeric`);
  if (others.length > 1) throw invalid('Too many terms in numeric range expression');
  if (bound >= others[0]) throw invalid('Bottom must be less than top');
}

function checkCidr(value: unknown): void {
  // This is AWS's wording, although the value is not a prefix.
  if (!isText(value)) throw invalid('prefix match pattern must be a string');
  const [network = '', bits = '', ...more] = value.split('/');
  if (!bits || more.length) throw invalid("Malformed CIDR, one '/' required");
  if (!/^-?\d+$/.test(bits)) throw invalid('Malformed CIDR, mask bits must be an integer');
  if (Number(bits) < 0) throw invalid('Malformed CIDR, mask bits must not be negative');
  const family = isIP(network);
  if (!family) throw invalid(`Nonstandard IP address: ${network}`);
  const most = family === 4 ? 32 : 128;
  if (Number(bits) > most) throw invalid(`IPv${family} mask bits must be < ${most + 1}`);
}

function checkAnythingBut(value: unknown): void {
  const neither = 'Value of anything-but must be an array or single string/number value.';
  if (!isObject(value)) {
    if (!Array.isArray(value) && !isText(value) && !isNumber(value)) throw invalid(neither);
    const kinds = new Set(list(value).map((item) => typeof item));
    if ([...kinds].some((kind) => kind !== 'string' && kind !== 'number')) {
      throw invalid('Inside anything but list, start|null|boolean is not supported.');
    }
    if (kinds.size === 1) return;
    throw invalid('Inside anything but list, either all values are number or string, mixed type is not supported');
  }
  const [name = '', ...more] = Object.keys(value);
  if (more.length) throw invalid('Only one key allowed in match expression');
  const items = list(value[name]);
  if (name === 'prefix' || name === 'suffix') {
    if (isObject(value[name])) throw invalid(neither);
    if (!items.length || !items.every(isText)) throw invalid('prefix/suffix match pattern must be a string');
    if (items.includes('')) throw invalid('Null prefix/suffix not allowed');
  } else if (name === 'equals-ignore-case') {
    if (items.length && items.every(isText)) return;
    throw invalid('Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.');
  } else if (name === 'wildcard') {
    if (!items.length) throw invalid('wildcard match pattern must be a string');
    for (const item of items) checkWildcard(item);
  } else throw invalid(`Unsupported anything-but pattern: ${name}`);
}

const checks: Readonly<Record<string, (value: unknown) => void>> = {
  prefix: (value) => checkEdge(value, 'prefix'),
  suffix: (value) => checkEdge(value, 'suffix'),
  'equals-ignore-case': (value) => {
    if (!isText(value)) throw invalid('equals-ignore-case match pattern must be a string');
  },
  wildcard: checkWildcard,
  numeric: checkNumeric,
  cidr: checkCidr,
  exists: (value) => {
    if (typeof value !== 'boolean') throw invalid('exists match pattern must be either true or false.');
  },
  'anything-but': checkAnythingBut,
};

/** Checks one member of a field's list. Throws `InvalidEventPatternException`. */
export function checkMatch(rule: unknown): void {
  if (Array.isArray(rule)) throw invalid('Match value must be String, number, true, false, or null');
  if (!isObject(rule)) return;
  const [comparison, ...more] = Object.keys(rule);
  if (comparison === undefined) throw invalid('Match expression name not found');
  const check = Object.hasOwn(checks, comparison) ? checks[comparison] : undefined;
  if (!check) throw invalid(`Unrecognized match type ${comparison}`);
  check(rule[comparison]);
  if (more.length) throw invalid('Only one key allowed in match expression');
}
