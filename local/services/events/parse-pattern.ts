import { isIP } from 'node:net';
import { ServiceError } from '../../kernel/service';
import type { Pattern } from './pattern';

/** Source: EventBridge quotas, "Event pattern size"; characters. */
const longest = 2048;

const invalid = (reason: string) =>
  new ServiceError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

function textOrList(value: unknown, where: string): void {
  const items = Array.isArray(value) ? value : [value];
  if (items.length === 0 || !items.every(isText)) throw invalid(`${where} takes a string, or a list of strings`);
}

function checkEdge(value: unknown, where: string): void {
  const text =
    isObject(value) && Object.keys(value).join() === 'equals-ignore-case' ? value['equals-ignore-case'] : value;
  if (!isText(text)) throw invalid(`${where} takes a string`);
}

function checkWildcard(value: unknown, where: string): void {
  if (!isText(value)) throw invalid(`${where} takes a string`);
  const rest = value.replace(/\\[*\\]/g, '');
  if (rest.includes('\\')) throw invalid(`${where} has an invalid escape character`);
  if (rest.includes('**')) throw invalid(`${where} has consecutive wildcard characters`);
}

function checkNumeric(rule: unknown, where: string): void {
  const items = Array.isArray(rule) ? rule : [];
  const signs = items.filter((_, index) => index % 2 === 0).join(' ');
  const bounds = items.filter((_, index) => index % 2 === 1);
  const fits = /^(=|<|<=|>|>=|(>|>=) (<|<=))$/.test(signs) && bounds.length * 2 === items.length;
  if (!fits || !bounds.every((bound) => typeof bound === 'number' && Math.abs(bound) <= 5e9)) {
    throw invalid(`${where} takes one comparison with a number, or a lower and an upper one`);
  }
}

function checkCidr(value: unknown, where: string): void {
  const [network = '', bits = '', ...more] = isText(value) ? value.split('/') : [];
  const most = isIP(network) === 4 ? 32 : 128;
  if (isIP(network) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most || more.length) {
    throw invalid(`${where} takes an address block such as 10.0.0.0/24`);
  }
}

function checkAnythingBut(value: unknown, where: string): void {
  if (isObject(value)) {
    const [comparison = '', ...more] = Object.keys(value);
    if (more.length || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(comparison)) {
      throw invalid(`${where} knows prefix, suffix, equals-ignore-case and wildcard`);
    }
    textOrList(value[comparison], `${where}/${comparison}`);
    if (comparison === 'wildcard') for (const one of [value.wildcard].flat()) checkWildcard(one, where);
    return;
  }
  const items = Array.isArray(value) ? value : [value];
  const kinds = new Set(items.map((item) => typeof item));
  if (items.length === 0 || items.some((item) => item !== null && typeof item === 'object') || kinds.size > 1) {
    throw invalid(`${where} takes a value, or a list of strings or of numbers`);
  }
}

const checks: Readonly<Record<string, (value: unknown, where: string) => void>> = {
  prefix: checkEdge,
  suffix: checkEdge,
  'equals-ignore-case': (value, where) => {
    if (!isText(value)) throw invalid(`${where} takes a string`);
  },
  wildcard: checkWildcard,
  numeric: checkNumeric,
  cidr: checkCidr,
  exists: (value, where) => {
    if (typeof value !== 'boolean') throw invalid(`${where} takes true or false`);
  },
  'anything-but': checkAnythingBut,
};

function checkRule(rule: unknown, where: string): void {
  if (Array.isArray(rule)) throw invalid(`${where} holds a list within a list`);
  if (!isObject(rule)) return;
  const [comparison = '', ...more] = Object.keys(rule);
  const check = checks[comparison];
  if (!check || more.length) throw invalid(`Unrecognized match type ${Object.keys(rule).join(', ')} at ${where}`);
  check(rule[comparison], `${where}/${comparison}`);
}

function checkObject(pattern: unknown, where: string): void {
  if (!isObject(pattern) || Object.keys(pattern).length === 0)
    throw invalid(`Empty objects are not allowed at ${where}`);
  for (const [key, value] of Object.entries(pattern)) {
    const place = where ? `${where}.${key}` : key;
    if (key === '$or') {
      if (!Array.isArray(value) || value.length < 2) throw invalid(`$or at ${place} takes two patterns or more`);
      for (const [index, one] of value.entries()) checkObject(one, `${place}[${index}]`);
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw invalid(`Empty arrays are not allowed at ${place}`);
      for (const rule of value) checkRule(rule, place);
    } else if (isObject(value)) checkObject(value, place);
    else throw invalid(`"${place}" must be an object or an array`);
  }
}

/** A checked pattern, of JSON text or a template's object. Throws `InvalidEventPatternException`. */
export function parsePattern(source: string | object, limit = longest): Pattern {
  const text = isText(source) ? source : JSON.stringify(source);
  if (text.length > limit) throw invalid(`it is longer than ${limit} characters`);
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  if (!isObject(pattern)) throw invalid('Pattern is not a JSON object');
  checkObject(pattern, '');
  return pattern as Pattern;
}
