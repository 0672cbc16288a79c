/** A part of a pattern: one literal character, or any characters of a kind. */
interface Part {
  readonly accepts: (character: string) => boolean;
  /** `undefined` for wildcards and variables. */
  readonly literal?: string;
  readonly many?: boolean;
}

const anything = () => true;
const withinSegment = (character: string) => character !== ':' && character !== '/';

/**
 * Variables of the reference's formats that stand for text with colons or slashes: an object's key, a path, a log group's
 * name (with `:*`, as its ARN ends in policies), a function's name (with its qualifier).
 */
const long = new Set([
  ...['ObjectName', 'RoleNameWithPath', 'LogGroupName', 'FunctionName', 'ApiSpecificResourcePath', 'SecretId'],
]);

function partsOfPolicy(pattern: string): Part[] {
  return [...pattern].map((character): Part => {
    if (character === '*') return { accepts: anything, many: true };
    if (character === '?') return { accepts: anything };
    return { accepts: (other) => other === character, literal: character };
  });
}

function partsOfFormat(format: string): Part[] {
  return format.split(/(\$\{\w+\})/).flatMap((piece): Part[] => {
    const variable = /^\$\{(\w+)\}$/.exec(piece)?.[1];
    if (variable === undefined) return partsOfPolicy(piece.replaceAll('*', ''));
    const accepts = long.has(variable) ? anything : withinSegment;
    // At least one character.
    return [{ accepts }, { accepts, many: true }];
  });
}

/** Whether some text matches both parts. Two wildcards always share a character. */
const meet = (a: Part, b: Part) =>
  (a.literal === undefined || b.accepts(a.literal)) && (b.literal === undefined || a.accepts(b.literal));

/**
 * Whether a policy's resource (with `*` and `?`) can name a resource of a format of the Service Authorization Reference
 * (with `${…}`): whether there is an ARN that fits both.
 */
export function canName(pattern: string, format: string): boolean {
  // Every stage compares the same few hundred pairs many times.
  const key = `${pattern}\n${format}`;
  const known = results.get(key) ?? isMet(pattern, format);
  results.set(key, known);
  return known;
}

const results = new Map<string, boolean>();

function isMet(pattern: string, format: string): boolean {
  const left = partsOfPolicy(pattern);
  const right = partsOfFormat(format);
  const seen = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (right.length + 1) + j;
    const known = seen.get(key);
    if (known !== undefined) return known;
    seen.set(key, false);
    const found = step(i, j);
    seen.set(key, found);
    return found;
  };
  const step = (i: number, j: number): boolean => {
    const [a, b] = [left[i], right[j]];
    if (!a && !b) return true;
    if (a?.many && from(i + 1, j)) return true;
    if (b?.many && from(i, j + 1)) return true;
    if (!a || !b || !meet(a, b)) return false;
    return (
      from(a.many ? i : i + 1, b.many ? j : j + 1) ||
      (a.many === true && from(i, j + 1)) ||
      (b.many === true && from(i + 1, j))
    );
  };
  return from(0, 0);
}
