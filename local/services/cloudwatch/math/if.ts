import { MathError } from './parse';
import { type Point, seriesValue, type Value } from './value';

/**
 * `IF(condition, then, otherwise)`: for each point, one of two values. A point without a condition is dropped; so is one
 * that is false without another value. A point that is true without a value is 0, as the user guide's tables show.
 */
export function branch(condition: Value, then: Value, otherwise: Value | undefined, count: number): Value {
  for (const value of [condition, then, otherwise]) {
    if (value?.kind === 'array') throw new MathError('IF requires numbers and single time series');
  }
  if (condition.kind === 'number') {
    const chosen = condition.value ? then : otherwise;
    return chosen ?? seriesValue(Array.from({ length: count }, () => undefined));
  }
  const points = Array.from({ length: count }, (_, index): Point => {
    const test = pointAt(condition, index);
    if (test === undefined) return undefined;
    return test ? (pointAt(then, index) ?? 0) : otherwise && pointAt(otherwise, index);
  });
  return seriesValue(points);
}

function pointAt(value: Value, index: number): Point {
  if (value.kind === 'number') return Number.isFinite(value.value) ? value.value : undefined;
  return value.kind === 'series' ? value.series[index] : undefined;
}
