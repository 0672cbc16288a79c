import { type Argument, type Context, functions } from './functions';
import { type Expression, MathError } from './parse';
import { arrayValue, combine, mapPoints, numberValue, type Value } from './value';

const truth = (value: boolean) => (value ? 1 : 0);

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
};

/** Words that are arguments, and no ids. */
const words = ['REPEAT', 'LINEAR'];

/** Evaluates an expression. `resolve` returns the value of an id. Throws {@link MathError}. */
export function evaluateMath(expression: Expression, resolve: (id: string) => Value, context: Context): Value {
  const evaluate = (one: Expression): Value => {
    switch (one.kind) {
      case 'number':
        return numberValue(one.value);
      case 'text':
        throw new MathError(`"${one.value}" is not a value`);
      case 'id':
        return resolve(one.name);
      case 'negation':
        return mapPoints(evaluate(one.of), (point) => -point);
      case 'operation':
        return combine(evaluate(one.left), evaluate(one.right), operators[one.operator] as (a: number) => number);
      case 'array':
        return arrayValue(
          one.items.map(evaluate).flatMap((value) => {
            if (value.kind === 'number') throw new MathError('An array contains time series only');
            return value.kind === 'series' ? [value.series] : value.array;
          }),
        );
      case 'call': {
        const known = Object.hasOwn(functions, one.name) ? functions[one.name] : undefined;
        if (!known) throw new MathError(`The function ${one.name} is not supported by this runtime`);
        return known(one.arguments.map(argument), context);
      }
    }
  };
  const argument = (one: Expression): Argument => {
    if (one.kind === 'text') return one;
    return one.kind === 'id' && words.includes(one.name) ? { kind: 'text', value: one.name } : evaluate(one);
  };
  return evaluate(expression);
}
