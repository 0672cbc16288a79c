import type { Json } from '../definition';
import { StateFailure } from '../failure';
import { expressionOf } from '../jsonata';

const typeOf = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** A field of a state: its name, and its value in the definition. */
export interface Field {
  readonly name: string;
  readonly source: Json;
}

function unexpected({ name, source }: Field, expected: string, value: Json): StateFailure {
  const expression = expressionOf(source);
  const what = expression === undefined ? 'The value' : `The JSONata expression '${expression}'`;
  return new StateFailure(
    'States.QueryEvaluationError',
    `${what} specified for the field '${name}' returned an unexpected result type. ` +
      `Expected '${expected}', but was '${typeOf(value)}' for value: ${JSON.stringify(value)}`,
    name,
  );
}

export function expectString(value: Json, field: Field): string {
  if (typeof value !== 'string') throw unexpected(field, 'string', value);
  return value;
}

export function expectBoolean(value: Json, field: Field): boolean {
  if (typeof value !== 'boolean') throw unexpected(field, 'boolean', value);
  return value;
}

/** Checks a whole number in `[least, most]`. Source of 99999999: Amazon States Language, "TimeoutSeconds". */
export function expectInteger(value: Json, field: Field, least: number, most = 99_999_999): number {
  if (typeof value !== 'number') throw unexpected(field, 'number', value);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new StateFailure(
    'States.QueryEvaluationError',
    `The field '${field.name}' must be an integer from ${least} to ${most}, but was ${value}.`,
    field.name,
  );
}

/** `field` is absent if a Map iterates over its input. */
export function expectItems(value: Json, field?: Field): { Index: number; Value: Json; Key?: string }[] {
  if (Array.isArray(value)) return value.map((Value, Index) => ({ Index, Value }));
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).map(([Key, Value], Index) => ({ Index, Key, Value }));
  }
  if (field) throw unexpected(field, 'array', value);
  const cause = `Map state input must be an array but was: ${JSON.stringify(value)}`;
  throw new StateFailure('States.QueryEvaluationError', cause);
}
