/** Looks up a condition key's value for a policy variable; `undefined` when the request has none, or has several. */
export type Lookup = (key: string) => string | undefined;

/** Whether a value fits a pattern whose variables are filled in by `lookup`. */
export type Matcher = (value: string, lookup: Lookup) => boolean;

export interface PatternOptions {
  /** `*` and `?` stand for any text; without it they are plain characters. */
  readonly wildcards?: boolean;
  /** `${aws:PrincipalArn}` and the like are filled in: only in policies of version 2012-10-17. */
  readonly variables?: boolean;
  readonly ignoreCase?: boolean;
  /** A wildcard does not cross the colons between an ARN's first five parts. */
  readonly arn?: boolean;
}

/** `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the characters themselves. */
const variable = /\$\{\s*([^},]+?)\s*(?:,\s*'([^']*)'\s*)?\}/g;
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/**
 * Compiles a pattern of a policy. The value of a variable is literal: a `*` in it is not a wildcard.
 * A pattern whose variable has no value matches nothing.
 */
export function pattern(text: string, options: PatternOptions = {}): Matcher {
  if (!options.variables || !text.includes('${')) {
    const expression = compile([{ text }], options);
    return (value) => expression.test(value);
  }
  return (value, lookup) => {
    const parts = filledIn(text, lookup);
    return parts !== undefined && compile(parts, options).test(value);
  };
}

interface Part {
  readonly text: string;
  readonly literal?: boolean;
}

function filledIn(text: string, lookup: Lookup): Part[] | undefined {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(variable)) {
    const [whole, name, otherwise] = match as unknown as [string, string, string | undefined];
    const value = ['*', '?', '$'].includes(name) ? name : (lookup(name) ?? otherwise);
    if (value === undefined) return undefined;
    parts.push({ text: text.slice(end, match.index) }, { text: value, literal: true });
    end = match.index + whole.length;
  }
  return [...parts, { text: text.slice(end) }];
}

function compile(parts: readonly Part[], { wildcards, ignoreCase, arn }: PatternOptions): RegExp {
  let source = '';
  let colons = 0;
  for (const { text, literal } of parts) {
    for (const character of text) {
      if (character === ':') colons += 1;
      const any = arn && colons < 5 ? '[^:]' : '[^]';
      if (literal || !wildcards || (character !== '*' && character !== '?')) source += escaped(character);
      else source += character === '*' ? `${any}*` : any;
    }
  }
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '');
}
