import { invalid } from '../errors';

/** A word, a literal or a sign of a filter expression, with its position, which counts from 1. */
export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'parameter' | 'sign' | 'end';
  /** The text without quotes, and without the dollar of a parameter. */
  readonly text: string;
  readonly at: number;
}

const pattern =
  /\s+|(?<text>"[^"]*")|(?<number>-?\d+(?:\.\d+)?(?![\w.]))|\$(?<parameter>[A-Za-z_]\w*)|(?<word>[A-Za-z_]\w*)|(?<sign><=|>=|!=|[=<>(),.|])/y;

/** Throws `InvalidInputException` with the position of an invalid token. */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < expression.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(expression);
    if (!found) {
      const isOpen = expression[at] === '"';
      throw fault(at + 1, isOpen ? 'a quote is not closed' : `'${expression[at]}' is not expected`);
    }
    const [kind, text] = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    if (kind && text !== undefined) {
      const plain = kind === 'text' ? text.slice(1, -1) : text;
      tokens.push({ kind: kind as Token['kind'], text: plain, at: at + 1 });
    }
    at += found[0].length;
  }
  return [...tokens, { kind: 'end', text: 'the end', at: expression.length + 1 }];
}

/** Makes the exception for an expression; `at` is the character, counted from 1. */
export function fault(at: number, what: string) {
  return invalid(`The filter expression is not valid at character ${at}: ${what}`);
}
