import type { Series } from '../metrics/series';
import { MathError } from './parse';
import type { Value } from './value';

/** The second argument of FILL: a value, `REPEAT` or `LINEAR`. */
export type Fill = Value | { readonly kind: 'text'; readonly value: string };

/** Fills the missing points of a series. Throws `MathError` for an array of series or another word. */
export function fill(series: Series, by: Fill): Series {
  if (by.kind === 'number') return series.map((point) => point ?? by.value);
  if (by.kind === 'series') return series.map((point, index) => point ?? by.series[index]);
  if (by.kind === 'text' && by.value === 'REPEAT') {
    let last: number | undefined;
    return series.map((point) => {
      last = point ?? last;
      return last;
    });
  }
  if (by.kind === 'text' && by.value === 'LINEAR') return series.map((point, index) => point ?? between(series, index));
  throw new MathError('FILL requires a number, a time series, REPEAT or LINEAR as its second argument');
}

/** The point on the line from the last value before the gap to the first one after it. */
function between(series: Series, index: number): number | undefined {
  const before = series.findLastIndex((point, at) => at < index && point !== undefined);
  const after = series.findIndex((point, at) => at > index && point !== undefined);
  const [from, to] = [series[before], series[after]];
  if (from === undefined || to === undefined) return undefined;
  return from + ((to - from) * (index - before)) / (after - before);
}
