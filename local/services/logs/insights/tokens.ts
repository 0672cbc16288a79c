import { malformed } from './malformed';

export type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | { readonly kind: 'sign'; readonly text: string };

const shapes = [
  { kind: 'space', shape: /(?:\s+|#[^\n]*)/y },
  { kind: 'text', shape: /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y },
  { kind: 'pattern', shape: /\/((?:[^/\\]|\\.)+)\//y },
  { kind: 'number', shape: /-?\d+(?:\.\d+)?(?![\w.])/y },
  // Names with other characters are in backticks.
  { kind: 'word', shape: /@?`[^`]+`|@?[A-Za-z_][\w.]*/y },
  // Signs of arithmetic and lists are read too, so that the error names the command that has them.
  { kind: 'sign', shape: /=~|!=|<=|>=|[=<>(),|*+%^[\]-]/y },
] as const;

/** Splits a query into tokens. Throws `MalformedQueryException`. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; ) {
    const [kind, match] = nextOf(query, at);
    at += match[0].length;
    if (kind === 'text') tokens.push({ kind, text: (match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1') });
    else if (kind === 'pattern') tokens.push({ kind, pattern: patternOf(match[1] ?? '') });
    else if (kind === 'number') tokens.push({ kind, value: Number(match[0]) });
    else if (kind === 'word') tokens.push({ kind, text: match[0].replaceAll('`', '') });
    else if (kind === 'sign') tokens.push({ kind, text: match[0] });
  }
  return tokens;
}

function nextOf(query: string, at: number) {
  for (const { kind, shape } of shapes) {
    shape.lastIndex = at;
    const match = shape.exec(query);
    if (match) return [kind, match] as const;
  }
  throw malformed(`Unexpected character at ${JSON.stringify(query.slice(at, at + 20))}`);
}

function patternOf(source: string): RegExp {
  const flags = source.startsWith('(?i)') ? 'i' : '';
  try {
    return new RegExp(source.replace(/^\(\?i\)/, ''), flags);
  } catch {
    throw malformed(`/${source}/ is not a regular expression that this runtime supports`);
  }
}
