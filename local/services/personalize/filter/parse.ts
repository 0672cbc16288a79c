import { fault, type Token, tokensOf } from './tokens';

type Operator = 'IN' | 'NOT IN' | '=' | '!=' | '<' | '<=' | '>' | '>=';

/** The right side of a comparison. `item` is a field of the item that the request names. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'item' | 'user'; readonly field: string };

export interface Condition {
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly Value[];
}

/**
 * The statement matches if one of `any` matches, and each of those if all of its conditions match: AND binds stronger
 * than OR.
 */
export interface Statement {
  readonly effect: 'INCLUDE' | 'EXCLUDE';
  readonly dataset: 'Interactions' | 'Items';
  readonly any: readonly (readonly Condition[])[];
  /** Conditions on the requesting user. The statement applies only if they match. */
  readonly onlyIf: readonly Condition[];
}

/** The existing fields, in upper case. A dataset that the group does not have is `undefined`. */
export interface Fields {
  readonly items?: ReadonlySet<string>;
  readonly users?: ReadonlySet<string>;
}

const comparisons: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];

/**
 * Parses a filter of item recommendations. Keywords and fields can be in any case. Grammar:
 * https://docs.aws.amazon.com/personalize/latest/dg/creating-filter-expressions.html Throws `InvalidInputException`
 * with the position of the error, also for fields that `fields` does not contain.
 */
export function parseFilter(expression: string, fields: Fields): Statement[] {
  return new Parser(tokensOf(expression), fields).filter();
}

class Parser {
  private next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly fields: Fields,
  ) {}

  filter(): Statement[] {
    const statements = [this.statement()];
    while (this.takeSign('|')) statements.push(this.statement());
    if (this.token.kind !== 'end') throw this.unexpected('AND, OR, IF or |');
    return statements;
  }

  private statement(): Statement {
    const effect = this.keyword('INCLUDE', 'EXCLUDE') as Statement['effect'];
    this.keyword('ItemID');
    this.keyword('WHERE');
    const { at } = this.token;
    const dataset = this.dataset();
    const any: Condition[][] = [[this.condition(dataset)]];
    for (;;) {
      const word = this.takeKeyword('AND', 'OR');
      if (!word) break;
      const place = this.token.at;
      if (this.dataset() !== dataset)
        throw fault(place, `conditions on another dataset than ${dataset} need a statement of their own, after |`);
      const condition = this.condition(dataset);
      if (word === 'OR') any.push([condition]);
      else any.at(-1)?.push(condition);
    }
    if (dataset === 'Items' && !this.fields.items) throw fault(at, 'the dataset group has no Items dataset');
    const onlyIf: Condition[] = [];
    if (this.takeKeyword('IF')) {
      do onlyIf.push(this.userCondition());
      while (this.takeKeyword('AND'));
    }
    return { effect, dataset, any, onlyIf };
  }

  private dataset(): Statement['dataset'] {
    const word = this.keyword('Interactions', 'Items');
    this.sign('.');
    return word as Statement['dataset'];
  }

  private condition(dataset: Statement['dataset']): Condition {
    const { at } = this.token;
    const field = this.word('a field').toUpperCase();
    if (dataset === 'Interactions' && field !== 'EVENT_TYPE')
      throw fault(at, `interactions are filtered by EVENT_TYPE only, not by ${field}`);
    this.known(this.fields.items, dataset === 'Items', field, at, 'Items');
    return this.comparison(field, dataset);
  }

  private userCondition(): Condition {
    const { at } = this.token;
    this.keyword('CurrentUser');
    this.sign('.');
    const place = this.token.at;
    const field = this.word('a field').toUpperCase();
    if (!this.fields.users) throw fault(at, 'the dataset group has no Users dataset');
    this.known(this.fields.users, true, field, place, 'Users');
    return this.comparison(field, 'CurrentUser');
  }

  private comparison(field: string, of: Statement['dataset'] | 'CurrentUser'): Condition {
    const { kind, text, at } = this.token;
    if (kind === 'sign' && comparisons.includes(text)) {
      if (of === 'Interactions') throw fault(at, 'event types are compared by IN and NOT IN');
      this.next++;
      return { field, operator: text as Operator, values: [this.operand(of)] };
    }
    const operator = this.takeKeyword('NOT') ? (`NOT ${this.keyword('IN')}` as const) : this.takeKeyword('IN');
    if (!operator) throw this.unexpected('IN, NOT IN or a comparison');
    if (this.isWord('CurrentItem') || this.isWord('CurrentUser'))
      return { field, operator: operator as Operator, values: [this.operand(of)] };
    this.sign('(');
    const values = [this.member(of, operator)];
    while (this.takeSign(',')) values.push(this.member(of, operator));
    this.sign(')');
    return { field, operator: operator as Operator, values };
  }

  /** Parses a name that must be in a list. */
  private member(of: string, operator: string): Value {
    const { kind, text, at } = this.token;
    if (kind === 'parameter' && operator === 'NOT IN') throw fault(at, 'NOT IN takes no placeholder parameters');
    if (kind === 'text' && text === '*' && of !== 'Interactions')
      throw fault(at, '"*" stands for all event types, and for nothing else');
    if (kind !== 'text' && kind !== 'parameter') throw this.unexpected('a quoted text or a parameter');
    this.next++;
    return kind === 'text' ? { kind, text } : { kind, name: text };
  }

  /** Parses the right side of a comparison. */
  private operand(of: string): Value {
    const { kind, text, at } = this.token;
    if (this.isWord('CurrentItem') || this.isWord('CurrentUser')) {
      if (of !== 'Items') throw fault(at, `${text} is compared with fields of Items only`);
      this.next++;
      this.sign('.');
      const place = this.token.at;
      const field = this.word('a field').toUpperCase();
      const isItem = text.toUpperCase() === 'CURRENTITEM';
      if (!isItem) throw fault(at, 'CurrentUser stands after IF only');
      this.known(this.fields.items, true, field, place, 'Items');
      return { kind: 'item', field };
    }
    this.next++;
    if (kind === 'number') return { kind, number: Number(text) };
    if (kind === 'parameter') return { kind, name: text };
    this.next--;
    throw this.unexpected('a number or a parameter');
  }

  private known(
    fields: ReadonlySet<string> | undefined,
    isNeeded: boolean,
    field: string,
    at: number,
    dataset: string,
  ): void {
    if (isNeeded && fields && !fields.has(field)) throw fault(at, `${dataset} has no field ${field}`);
  }

  private get token(): Token {
    return this.tokens[this.next] as Token;
  }

  private isWord(word: string): boolean {
    return this.token.kind === 'word' && this.token.text.toUpperCase() === word.toUpperCase();
  }

  /** Takes a keyword and returns its spelling in `words`. */
  private takeKeyword(...words: string[]): string | undefined {
    const found = words.find((word) => this.isWord(word));
    if (found) this.next++;
    return found;
  }

  private keyword(...words: string[]): string {
    const found = this.takeKeyword(...words);
    if (!found) throw this.unexpected(words.join(' or '));
    return found;
  }

  private word(what: string): string {
    if (this.token.kind !== 'word') throw this.unexpected(what);
    this.next++;
    return (this.tokens[this.next - 1] as Token).text;
  }

  private takeSign(sign: string): boolean {
    const isIt = this.token.kind === 'sign' && this.token.text === sign;
    if (isIt) this.next++;
    return isIt;
  }

  private sign(sign: string): void {
    if (!this.takeSign(sign)) throw this.unexpected(`'${sign}'`);
  }

  private unexpected(wanted: string) {
    const { kind, text, at } = this.token;
    return fault(at, `${wanted} is expected, not ${kind === 'end' ? text : `'${text}'`}`);
  }
}
