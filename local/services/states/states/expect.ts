import type { Json } from '../definition';
import { StateFailure } from '../failure';

const typeOf = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

function unexpected(field: string, expected: string, value: Json): StateFailure {
  const what = `returned unexpected result type. Expected '${expected}', but was '${typeOf(value)}'`;
  return new StateFailure('States.QueryEvaluationError', `The expression specified for the field '${field}' ${what}.`);
}

export function expectString(value: Json, field: string): string {
  if (typeof value !== 'string') throw unexpected(field, 'string', value);
  return value;
}

export function expectBoolean(value: Json, field: string): boolean {
  if (typeof value !== 'boolean') throw unexpected(field, 'boolean', value);
  return value;
}

/** A whole number in `[least, most]`. Source of 99999999: Amazon States Language, "TimeoutSeconds". */
export function expectInteger(value: Json, field: string, least: number, most = 99_999_999): number {
  if (typeof value !== 'number') throw unexpected(field, 'number', value);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new StateFailure(
    'States.QueryEvaluationError',
    `The field '${field}' has to be an integer from ${least} to ${most}, but was ${value}.`,
  );
}

export function expectItems(value: Json, field: string): { Index: number; Value: Json; Key?: string }[] {
  if (value === null || typeof value !== 'object') throw unexpected(field, 'array', value);
  if (Array.isArray(value)) return value.map((Value, Index) => ({ Index, Value }));
  return Object.entries(value).map(([Key, Value], Index) => ({ Index, Key, Value }));
}
