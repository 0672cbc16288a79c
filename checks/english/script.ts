/** A comment or a literal of a JavaScript or TypeScript file. */
export interface Lexeme {
  readonly type: 'line-comment' | 'block-comment' | 'string' | 'template';
  readonly start: number;
  readonly end: number;
  /** The placeholders of a template, with `${` and `}`: offsets in the file. */
  readonly holes: readonly { readonly start: number; readonly end: number }[];
}

/** Words after which a slash starts a regular expression, although they look like a name. */
const beforeExpression = /\b(?:return|typeof|case|in|of|instanceof|void|delete|new|throw|await|yield|else|do)$/;

/**
 * Comments and literals of a file, in order. It is a scanner, not a parser: it distinguishes a regular
 * expression from a division, which is all that can hide a quote.
 */
export function lexemes(source: string): Lexeme[] {
  const found: Lexeme[] = [];
  let at = 0;

  function quoted(quote: string): void {
    const start = at++;
    while (at < source.length && source[at] !== quote) at += source[at] === '\\' ? 2 : 1;
    found.push({ type: 'string', start, end: ++at, holes: [] });
  }

  function template(): void {
    const start = at++;
    const index = found.push({ type: 'template', start, end: start, holes: [] }) - 1;
    const holes: { start: number; end: number }[] = [];
    while (at < source.length && source[at] !== '`') {
      if (source[at] === '$' && source[at + 1] === '{') {
        const hole = at;
        at += 2;
        code(true);
        holes.push({ start: hole, end: at });
      } else {
        at += source[at] === '\\' ? 2 : 1;
      }
    }
    found[index] = { type: 'template', start, end: ++at, holes };
  }

  function comment(type: 'line-comment' | 'block-comment', closer: string, past: number): void {
    const start = at;
    const close = source.indexOf(closer, at + 2);
    at = close < 0 ? source.length : close + past;
    found.push({ type, start, end: at, holes: [] });
  }

  function regularExpression(): void {
    let inClass = false;
    for (at++; at < source.length && (inClass || source[at] !== '/'); at++) {
      if (source[at] === '\\') at++;
      else if (source[at] === '[') inClass = true;
      else if (source[at] === ']') inClass = false;
    }
    at++;
  }

  function code(inHole: boolean): void {
    let depth = 0;
    // The end of the last token, by which a slash is read.
    let last = at;
    while (at < source.length) {
      const character = source.charAt(at);
      const next = source[at + 1];
      if (character === '/' && next === '/') comment('line-comment', '\n', 0);
      else if (character === '/' && next === '*') comment('block-comment', '*/', 2);
      else if (/\s/.test(character)) at++;
      else {
        if (inHole && character === '}' && depth === 0) {
          at++;
          return;
        }
        if (character === '{') depth++;
        if (character === '}') depth--;
        if (character === "'" || character === '"') quoted(character);
        else if (character === '`') template();
        else if (character === '/' && startsExpression(source, last)) regularExpression();
        else at++;
        last = at;
      }
    }
  }

  code(false);
  return found;
}

/** Whether a slash after the token that ends there starts a regular expression. */
function startsExpression(source: string, end: number): boolean {
  const before = source.slice(Math.max(0, end - 12), end);
  return !/[\w$)\]}'"`]$/.test(before) || beforeExpression.test(before);
}
