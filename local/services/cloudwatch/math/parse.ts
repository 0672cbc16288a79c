/** A parsed metric math expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'negation'; readonly of: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] };

/** A faulty expression, or one that this runtime does not evaluate. */
export class MathError extends Error {}

/** Weakest first. No document states the order of AND and OR; this is the usual one. */
const levels: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

const token =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z]\w*)|("[^"]*"|'[^']*')|(==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html. Throws {@link MathError}. */
export function parseMath(text: string): Expression {
  return new Parser(tokens(text)).whole();
}

function tokens(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw new MathError(`Unexpected text after position ${at}: ${text.slice(at, at + 20).trim()}`);
    found.push(match[0].trim());
  }
  return found;
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  whole(): Expression {
    const expression = this.level(0);
    if (this.at < this.tokens.length) throw new MathError(`Unexpected ${this.tokens[this.at]}`);
    return expression;
  }

  private level(index: number): Expression {
    const operators = levels[index];
    if (!operators) return this.unary();
    let left = this.level(index + 1);
    for (let operator = this.tokens[this.at]; operator !== undefined && operators.includes(operator); ) {
      this.at += 1;
      left = { kind: 'operation', operator, left, right: this.level(index + 1) };
      operator = this.tokens[this.at];
    }
    return left;
  }

  private unary(): Expression {
    if (this.tokens[this.at] !== '-') return this.primary();
    this.at += 1;
    return { kind: 'negation', of: this.unary() };
  }

  private primary(): Expression {
    const next = this.tokens[this.at++];
    if (next === undefined) throw new MathError('Unexpected end of the expression');
    if (next === '(') {
      const inner = this.level(0);
      this.expect(')');
      return inner;
    }
    if (next === '[') return { kind: 'array', items: this.list(']') };
    if (/^["']/.test(next)) return { kind: 'text', value: next.slice(1, -1) };
    if (/^[\d.]/.test(next)) return { kind: 'number', value: Number(next) };
    if (!/^[A-Za-z]/.test(next)) throw new MathError(`Unexpected ${next}`);
    if (this.tokens[this.at] !== '(') return { kind: 'id', name: next };
    this.at += 1;
    return { kind: 'call', name: next, arguments: this.list(')') };
  }

  private list(end: string): Expression[] {
    const items: Expression[] = [];
    if (this.tokens[this.at] === end) this.at += 1;
    else {
      do items.push(this.level(0));
      while (this.tokens[this.at] === ',' && this.at++ >= 0);
      this.expect(end);
    }
    return items;
  }

  private expect(wanted: string): void {
    const next = this.tokens[this.at++];
    if (next !== wanted) throw new MathError(`Expected ${wanted} before ${next ?? 'the end of the expression'}`);
  }
}
