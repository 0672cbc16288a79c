import type { Series } from '../metrics/series';
import { MathError } from './parse';

/** What an expression evaluates to: a number, one time series, or several. All series have the same length. */
export type Value =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'array'; readonly array: readonly Series[] };

export const numberValue = (value: number): Value => ({ kind: 'number', value });
export const seriesValue = (series: Series): Value => ({ kind: 'series', series });
export const arrayValue = (array: readonly Series[]): Value => ({ kind: 'array', array });

/** A single point; a dropped or missing one is `undefined`. */
export type Point = number | undefined;

/** A result that is not a number, such as after a division by zero, drops the point. */
export const finite = (point: Point): Point => (point !== undefined && Number.isFinite(point) ? point : undefined);

/** Applies a function to each point that is not missing. */
export function mapPoints(value: Value, of: (point: number) => number): Value {
  const series = (one: Series) => one.map((point) => (point === undefined ? undefined : finite(of(point))));
  if (value.kind === 'number') return numberValue(of(value.value));
  return value.kind === 'series' ? seriesValue(series(value.series)) : arrayValue(value.array.map(series));
}

/** Applies a function to each whole series. Throws {@link MathError} for a number. */
export function mapSeries(name: string, value: Value | undefined, of: (series: Series) => Series): Value {
  if (value?.kind === 'series') return seriesValue(of(value.series));
  if (value?.kind === 'array') return arrayValue(value.array.map(of));
  throw new MathError(`${name} requires a time series`);
}

/**
 * Combines two values point by point. Where one of two series has no value, that value is 0; where both have none, or
 * where the only series has none, there is no result.
 */
export function combine(left: Value, right: Value, of: (a: number, b: number) => number): Value {
  const pair = (a: Point, b: Point) => (a === undefined && b === undefined ? undefined : finite(of(a ?? 0, b ?? 0)));
  const two = (a: Series, b: Series) => a.map((point, index) => pair(point, b[index]));
  if (left.kind === 'number' && right.kind === 'number') return numberValue(of(left.value, right.value));
  if (right.kind === 'number') return mapPoints(left, (point) => of(point, right.value));
  if (left.kind === 'number') return mapPoints(right, (point) => of(left.value, point));
  if (left.kind === 'series') {
    if (right.kind === 'series') return seriesValue(two(left.series, right.series));
    return arrayValue(right.array.map((one) => two(left.series, one)));
  }
  if (right.kind === 'series') return arrayValue(left.array.map((one) => two(one, right.series)));
  throw new MathError('An operation on two arrays of time series is not possible');
}
