import { malformed } from './malformed';
import type { FieldReader } from './record';
import type { Token } from './tokens';

export type Condition = (read: FieldReader) => boolean;

type Operator = (value: string | undefined, operand: Token) => boolean;

const compared = (test: (difference: number) => boolean): Operator => {
  return (value, operand) =>
    operand.kind === 'number' && value !== undefined && value !== '' && test(Number(value) - operand.value);
};

const equal: Operator = (value, operand) => {
  if (operand.kind === 'text') return value === operand.text;
  return operand.kind === 'number' && value !== undefined && value !== '' && Number(value) === operand.value;
};

const like: Operator = (value = '', operand) => {
  if (operand.kind === 'text') return value.includes(operand.text);
  return operand.kind === 'pattern' && operand.pattern.test(value);
};

const operators: Readonly<Record<string, { readonly operands: readonly Token['kind'][]; readonly test: Operator }>> = {
  '=': { operands: ['text', 'number'], test: equal },
  '!=': { operands: ['text', 'number'], test: (value, operand) => !equal(value, operand) },
  '<': { operands: ['number'], test: compared((difference) => difference < 0) },
  '<=': { operands: ['number'], test: compared((difference) => difference <= 0) },
  '>': { operands: ['number'], test: compared((difference) => difference > 0) },
  '>=': { operands: ['number'], test: compared((difference) => difference >= 0) },
  like: { operands: ['text', 'pattern'], test: like },
  '=~': { operands: ['pattern'], test: like },
};

/**
 * Parses the condition of `filter`: comparisons, `like` and `=~`, combined by `and`, `or`, `not` and parentheses. Throws
 * `MalformedQueryException` for all else, such as `in` and functions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 */
export function conditionOf(tokens: readonly Token[]): Condition {
  let at = 0;
  const isNext = (text: string) => {
    const token = tokens[at];
    return (token?.kind === 'word' || token?.kind === 'sign') && token.text.toLowerCase() === text;
  };
  const take = (text: string) => {
    if (!isNext(text)) return false;
    at += 1;
    return true;
  };

  function either(): Condition {
    const parts = [both()];
    while (take('or')) parts.push(both());
    return (read) => parts.some((part) => part(read));
  }

  function both(): Condition {
    const parts = [single()];
    while (take('and')) parts.push(single());
    return (read) => parts.every((part) => part(read));
  }

  function single(): Condition {
    if (take('not')) {
      const inner = single();
      return (read) => !inner(read);
    }
    if (take('(')) {
      const inner = either();
      if (!take(')')) throw malformed('A parenthesis of the filter is not closed');
      return inner;
    }
    return comparison();
  }

  function comparison(): Condition {
    const field = tokens[at];
    if (field?.kind !== 'word') throw malformed('A comparison of the filter begins with the name of a field');
    at += 1;
    const isNegated = take('not');
    const sign = tokens[at];
    const name = sign?.kind === 'word' || sign?.kind === 'sign' ? sign.text.toLowerCase() : '';
    const operator = operators[name];
    const operand = tokens[at + 1];
    if (!operator || !operand || !operator.operands.includes(operand.kind) || (isNegated && name !== 'like')) {
      throw malformed(`This runtime does not support the comparison of ${field.text} in the filter`);
    }
    at += 2;
    return (read) => operator.test(read(field.text), operand) !== isNegated;
  }

  const condition = either();
  if (at < tokens.length) throw malformed('The filter has further words after its condition');
  return condition;
}
