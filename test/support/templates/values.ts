import type { Names } from './names';

type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPair = (value: unknown): value is [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');

/** The part of texts that changes with every build, the hashes of assets. */
const withoutHashes = (text: string) => text.replace(/[0-9a-f]{64}/g, 'HASH');

/** A literal's text. What looks like a reference and is none gets another `<`. */
export const literal = (text: string, names: Names) =>
  names.text(withoutHashes(text.replace(/<(?=<*[\w:.]+>)/g, '<<')));

/** A name or address that a resource is referred to by, without the braces: `Interactions.Arn`, `storage.Lake.Arn`. */
export function referenceIn(value: unknown, names: Names): string | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::GetStackOutput': output } = value;
  if (typeof Ref === 'string') return names.local(Ref);
  if (isPair(attribute)) return `${names.local(attribute[0])}.${attribute[1]}`;
  if (isObject(output)) return names.output(output as never);
  return undefined;
}

/** Text that CloudFormation would put together: literals, references as `<name>`, joins and substitutions. */
export function textIn(value: unknown, names: Names): string | undefined {
  if (typeof value === 'string') return literal(value, names);
  const reference = referenceIn(value, names);
  if (reference) return `<${reference}>`;
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  const { 'Fn::Join': join, 'Fn::Sub': template } = value;
  if (Array.isArray(join) && join[0] === '' && Array.isArray(join[1])) {
    const parts = join[1].map((part) => textIn(part, names));
    return parts.includes(undefined) ? undefined : parts.join('');
  }
  if (typeof template === 'string' && !template.includes('${!'))
    return template
      .split(/(\$\{[^}]+\})/)
      .map((part) => (part.startsWith('${') ? `<${subReference(part.slice(2, -1), names)}>` : literal(part, names)))
      .join('');
  return undefined;
}

function subReference(name: string, names: Names): string {
  const [id = '', ...attribute] = name.split('.');
  return [names.local(id), ...attribute].join('.');
}

const looksLikeAnother = /^(-?[\d.]+|true|false|null|)$/;

/** Text as it stands in lists and objects: in quotes if it could be taken for something else. */
const quoted = (text: string) =>
  /^[^\s,[\]{}"]([^,[\]{}"\n]*[^,[\]{}"\s:])?$/.test(text) && !looksLikeAnother.test(text) && !text.includes(': ')
    ? text
    : JSON.stringify(text);

/** Text that has the rest of a line to itself. */
export const wholeLine = (text: string) =>
  /^(\{%|[^\s[{"]).*\S$/.test(text) && !looksLikeAnother.test(text) ? text : quoted(text);

/** The value on one line. */
export function inline(value: unknown, names: Names): string {
  const text = textIn(value, names);
  if (text !== undefined) return quoted(text);
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, names)).join(', ')}]`;
  if (isObject(value))
    return `{${keysOf(value)
      .map((key) => `${quoted(key)}: ${inline(value[key], names)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

/** The order of keys means nothing to CloudFormation; Tags say the same of every resource. */
export const keysOf = (value: Json) =>
  Object.keys(value)
    .filter((key) => key !== 'Tags')
    .sort();
