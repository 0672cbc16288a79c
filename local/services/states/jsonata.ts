import jsonata from 'jsonata';
import type { Json } from './definition';
import { StateFailure } from './failure';
import { addFunctions } from './jsonata-functions';

/** The limits of one evaluation: milliseconds, depth of calls, items in a sequence. */
const limits = { timeout: 5_000, stack: 500, sequence: 1_000_000 };
const compiled = new Map<string, jsonata.Expression>();

/** Returns whether a string of a definition is an expression: `{% … %}`, as a whole. */
export const isExpression = (value: unknown): value is `{%${string}%}` =>
  typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');

/** Compiles the expression of `{% … %}`. Throws jsonata's error, with `message`, for invalid syntax. */
export function compile(text: string): jsonata.Expression {
  let expression = compiled.get(text);
  if (!expression) {
    expression = jsonata(text.slice(2, -2).trim(), limits);
    addFunctions(expression);
    compiled.set(text, expression);
  }
  return expression;
}

/** Returns whether JSON can represent the value. JSONata also returns functions and regular expressions. */
function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object' || value instanceof RegExp) return false;
  return !('_jsonata_function' in value || '_jsonata_lambda' in value) && Object.values(value).every(isJson);
}

/** Returns the JSONata within `{% … %}`, or `undefined` if the text is not an expression. */
export const expressionOf = (value: unknown) => (isExpression(value) ? value.slice(2, -2).trim() : undefined);

const failed = (text: string, field: string, what: string) =>
  new StateFailure(
    'States.QueryEvaluationError',
    `The JSONata expression '${expressionOf(text)}' specified for the field '${field}' ${what}`,
    field,
  );

/**
 * Evaluates all expressions within a value of a definition; other texts stay as they are. `bindings` are `states` and
 * the variables. Throws `States.QueryEvaluationError`.
 */
export async function evaluate(value: Json, bindings: Readonly<Record<string, unknown>>, field: string): Promise<Json> {
  if (isExpression(value)) {
    let result: unknown;
    try {
      result = await compile(value).evaluate(undefined, bindings);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      throw failed(value, field, `threw an error during evaluation. ${code ? `${code}: ` : ''}${message}`);
    }
    if (result === undefined) throw failed(value, field, 'returned nothing (undefined).');
    if (!isJson(result)) throw failed(value, field, 'returned an unsupported result type.');
    // JSONata adds properties of its own to sequences.
    return JSON.parse(JSON.stringify(result)) as Json;
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => evaluate(item, bindings, `${field}/${index}`)));
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(
      async ([key, item]) => [key, await evaluate(item, bindings, `${field}/${key}`)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  return value;
}
