import { accountId } from '../../kernel/local-kernel';

/** Stands for any text within a text, and alone for any value that exists. */
const ANY = '<any>';
/** A member of this name allows further members. */
const MORE = '<more>';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

const show = (value: unknown) => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
};

function textMatches(expected: string, actual: string): boolean {
  if (!expected.includes(ANY)) return expected === actual;
  const parts = expected.split(ANY).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(actual);
}

function bytesMatch(expected: unknown, actual: Uint8Array): boolean {
  const bytes = Buffer.from(actual);
  if (isObject(expected) && '$bytes' in expected) return bytes.toString('base64') === expected.$bytes;
  if (isObject(expected)) return differences(expected, bytes.toString()).length === 0;
  if (typeof expected !== 'string') return false;
  // A recording holds bytes as text, with escapes where they are not valid UTF-8.
  const escaped = bytes.toString('latin1').replace(/[\x80-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`);
  return [bytes.toString(), bytes.toString('base64'), escaped].some((text) => textMatches(expected, text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Where an answer differs from a recorded one, one line each; none when it is right. See the tables' README. */
export function differences(expected: unknown, actual: unknown, at = ''): string[] {
  const differs = () => [`${at || 'it'}: expected ${show(expected)}, found ${show(actual)}`];
  if (expected === ANY) return actual === undefined ? differs() : [];
  if (actual instanceof Date) {
    const time = new Date(String(expected)).getTime();
    return time === actual.getTime() ? [] : differences(expected, actual.toISOString(), at);
  }
  if (actual instanceof Uint8Array) return bytesMatch(expected, actual) ? [] : differs();
  if (typeof expected === 'string') {
    if (typeof actual === 'number') return expected === String(actual) ? [] : differs();
    return typeof actual === 'string' && textMatches(expected, actual) ? [] : differs();
  }
  if (typeof expected === 'number' && typeof actual === 'string' && String(expected) === actual) return [];
  if (Array.isArray(expected)) {
    const list = typeof actual === 'string' ? parsed(actual) : actual;
    if (!Array.isArray(list) || list.length !== expected.length) return differs();
    return expected.flatMap((item, index) => differences(item, list[index], `${at}/${index}`));
  }
  if (!isObject(expected)) return expected === actual ? [] : differs();
  const found = typeof actual === 'string' ? parsed(actual) : actual;
  if (!isObject(found)) return differs();
  const members = Object.keys(expected).filter((name) => name !== MORE);
  const there = Object.keys(found).filter((name) => found[name] !== undefined);
  // Names are made up, too: `{"<any>": …}`.
  const nameOf = (member: string) =>
    member in found ? member : (there.find((name) => textMatches(member, name)) ?? member);
  const extra = there.filter((name) => !members.some((member) => nameOf(member) === name));
  return [
    ...members.flatMap((name) => differences(expected[name], found[nameOf(name)], `${at}/${name}`)),
    ...(MORE in expected ? [] : extra.map((name) => `${at}/${name}: expected nothing, found ${show(found[name])}`)),
  ];
}

/** A table as the local account would have recorded it. */
export const parseTable = (text: string): unknown => JSON.parse(text.replaceAll('111111111111', accountId));
