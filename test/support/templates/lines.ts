import type { Names } from './names';
import { isPolicy, sentence } from './policies';
import type { ResourceJson } from './stage';
import { inline, isObject, keysOf, referenceIn, textIn, wholeLine } from './values';

/** Longer values are broken into one line for each of their parts. */
const width = 140;

/**
 * A resource line by line. A line begins with the path of what it holds, so that it can be read alone, and paths are
 * unique except for statements of one policy; statements are sorted, as their order means nothing.
 */
export function resourceLines(logicalId: string, resource: ResourceJson, names: Names): string[] {
  const { Type, Properties = {}, DeletionPolicy, UpdateReplacePolicy, ...attributes } = resource;
  const kept = [
    ...(DeletionPolicy === undefined ? [] : [`on deletion: ${DeletionPolicy}`]),
    ...(UpdateReplacePolicy === undefined ? [] : [`on replacement: ${UpdateReplacePolicy}`]),
  ].join(', ');
  const { PolicyName, Roles, ...rest } = Properties;
  const isOfOneRole =
    Type === 'AWS::IAM::Policy' && PolicyName === logicalId && Array.isArray(Roles) && Roles.length === 1;
  return [
    ...(kept ? [kept] : []),
    ...keysOf(attributes).flatMap((key) => linesOf(key, attributes[key], names)),
    ...(isOfOneRole
      ? propertyLines(rest, names, referenceIn(Roles[0], names) ?? inline(Roles[0], names))
      : propertyLines(Properties, names)),
  ];
}

function propertyLines(properties: Readonly<Record<string, unknown>>, names: Names, holder?: string): string[] {
  return keysOf(properties).flatMap((key) => linesOf(key, properties[key], names, holder));
}

/** The lines of a value under its path. */
export function linesOf(path: string, given: unknown, names: Names, holder = 'it'): string[] {
  const value = opened(given);
  if (isPolicy(value)) return policyLines(path, value, names, holder);
  const text = textIn(value, names);
  if (text?.includes('\n')) return [`${path}:\n${text.replace(/^/gm, '| ')}`];
  if (text !== undefined) return [`${path}: ${wholeLine(text)}`];
  const short = `${path}: ${inline(value, names)}`;
  const isWhole = isListOfTexts(value, names) || isEmpty(value) || (short.length <= width && !holdsPolicy(value));
  if (isWhole || !(Array.isArray(value) || isObject(value))) return [short];
  if (Array.isArray(value)) return itemLines(path, value, names);
  // A workflow's states are known by their own names.
  const prefix = path === 'DefinitionString' ? '' : `${path}.`;
  return keysOf(value).flatMap((key) => linesOf(`${prefix}${key}`, value[key], names));
}

const isEmpty = (value: unknown) => isObject(value) && keysOf(value).length === 0;

const isListOfTexts = (value: unknown, names: Names) =>
  Array.isArray(value) && value.every((item) => typeof item !== 'object' || textIn(item, names) !== undefined);

/** JSON within strings, and views of Athena, which are JSON within Base64. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const [, view] = /^\/\* Presto View: ([\w+/=]+) \*\/$/.exec(value) ?? [];
  const text = view === undefined ? value : Buffer.from(view, 'base64').toString();
  if (!/^[{[]/.test(text)) return value;
  try {
    return JSON.parse(text);
  } catch {
    return value;
  }
}

function policyLines(path: string, policy: { Statement: unknown }, names: Names, holder: string): string[] {
  const { Statement, Version, ...others } = policy as Record<string, unknown>;
  const statements = (Array.isArray(Statement) ? Statement : [Statement]).map((item) => sentence(item, names, holder));
  return [
    ...(Version === '2012-10-17' ? [] : [`${path}.Version: ${inline(Version ?? null, names)}`]),
    ...keysOf(others).flatMap((key) => linesOf(`${path}.${key}`, others[key], names)),
    ...statements.sort().map((text) => (path === 'PolicyDocument' ? text : `${path}: ${text}`)),
  ];
}

function holdsPolicy(value: unknown): boolean {
  const inner = opened(value);
  return isPolicy(inner) || (typeof inner === 'object' && inner !== null && Object.values(inner).some(holdsPolicy));
}

/** Properties by which the items of a list are known; else they are numbered. */
const identities = [
  'PathPattern',
  'Id',
  'ID',
  'Name',
  'Key',
  'Sid',
  'IndexName',
  'AttributeName',
  'PolicyName',
  'name',
];

function itemLines(path: string, items: readonly unknown[], names: Names): string[] {
  const identity = identities.find(
    (key) =>
      items.every((item) => isObject(item) && typeof item[key] === 'string') &&
      new Set(items.map((item) => (item as Record<string, unknown>)[key])).size === items.length,
  );
  if (!identity) return items.flatMap((item, index) => linesOf(`${path}[${index}]`, item, names));
  const keys = items.map((item) => (item as Record<string, string>)[identity] ?? '');
  return [
    ...(keys.length > 1 ? [`${path} in this order: ${inline(keys, names)}`] : []),
    ...items.flatMap((item) => {
      const { [identity]: key, ...rest } = item as Record<string, unknown>;
      return linesOf(`${path}[${identity} ${inline(key, names)}]`, rest, names);
    }),
  ];
}
