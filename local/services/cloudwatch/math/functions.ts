import type { Series } from '../metrics/series';
import { type Fill, fill } from './fill';
import { branch } from './if';
import { MathError } from './parse';
import { arrayValue, finite, mapPoints, mapSeries, numberValue, type Point, seriesValue, type Value } from './value';

/** The input of functions in addition to their arguments. */
export interface Context {
  /** Milliseconds. */
  readonly period: number;
  readonly count: number;
  /** The metrics of the request, without expressions. */
  readonly metrics: readonly { readonly id: string; readonly series: Series }[];
}

export type Argument = Value | { readonly kind: 'text'; readonly value: string };
type MathFunction = (values: readonly Argument[], context: Context) => Value;

const present = (series: Series) => series.filter((point) => point !== undefined);
const sum = (points: readonly number[]) => points.reduce((total, point) => total + point, 0);

function valueAt(name: string, values: readonly Argument[], index = 0): Value {
  const value = values[index];
  if (!value || value.kind === 'text') throw new MathError(`${name} requires a value as argument ${index + 1}`);
  return value;
}

/** A function that makes one number of a series, and one series of an array of them, point by point. */
function aggregate(name: string, of: (points: readonly number[], all: number) => number): MathFunction {
  return (values) => {
    const value = valueAt(name, values);
    if (value.kind === 'number') throw new MathError(`${name} requires a time series`);
    if (value.kind === 'series') {
      const points = present(value.series);
      // A series without data has no aggregate; an operation with it drops its points.
      return numberValue(points.length > 0 ? of(points, points.length) : Number.NaN);
    }
    const length = value.array[0]?.length ?? 0;
    return seriesValue(
      Array.from({ length }, (_, index) => {
        const points = present(value.array.map((series) => series[index]));
        return points.length > 0 ? finite(of(points, value.array.length)) : undefined;
      }),
    );
  };
}

const eachPoint =
  (name: string, of: (point: number) => number): MathFunction =>
  (values) =>
    mapPoints(valueAt(name, values), of);

/** Passes each point together with the one before it, and the number of periods between them. */
function changes(series: Series, of: (point: number, before: number, periods: number) => number): Series {
  let last: { readonly point: number; readonly index: number } | undefined;
  return series.map((point, index) => {
    if (point === undefined) return undefined;
    const before = last;
    last = { point, index };
    return before && of(point, before.point, index - before.index);
  });
}

const eachSeries =
  (name: string, of: (series: Series, context: Context) => Series): MathFunction =>
  (values, context) =>
    mapSeries(name, valueAt(name, values), (series) => of(series, context));

function runningSum(series: Series): Series {
  let total = 0;
  return series.map((point: Point) => {
    if (point !== undefined) total += point;
    return point === undefined ? undefined : total;
  });
}

function deviation(points: readonly number[]): number {
  const mean = sum(points) / points.length;
  return Math.sqrt(sum(points.map((point) => (point - mean) ** 2)) / points.length);
}

function arrayOf(name: string, values: readonly Argument[]): readonly Series[] {
  const value = valueAt(name, values);
  if (value.kind !== 'array') throw new MathError(`${name} requires an array of time series`);
  return value.array;
}

function oneOf(name: string, at: 0 | -1): MathFunction {
  return (values) => {
    const series = arrayOf(name, values).at(at);
    if (!series) throw new MathError(`${name} requires an array that is not empty`);
    return seriesValue(series);
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html, "Functions supported". */
export const functions: Readonly<Record<string, MathFunction>> = {
  ABS: eachPoint('ABS', Math.abs),
  // The missing values of an array of series count as 0.
  AVG: aggregate('AVG', (points, all) => sum(points) / all),
  CEIL: eachPoint('CEIL', Math.ceil),
  DATAPOINT_COUNT: aggregate('DATAPOINT_COUNT', (points) => points.length),
  DIFF: eachSeries('DIFF', (series) => changes(series, (point, before) => point - before)),
  FILL: (values) => {
    const by = values[1];
    if (values.length !== 2 || !by) throw new MathError('FILL requires two arguments');
    return mapSeries('FILL', valueAt('FILL', values), (series) => fill(series, by as Fill));
  },
  FIRST: oneOf('FIRST', 0),
  FLOOR: eachPoint('FLOOR', Math.floor),
  IF: (values, { count }) => {
    if (values.length < 2 || values.length > 3) throw new MathError('IF requires two or three arguments');
    return branch(valueAt('IF', values), valueAt('IF', values, 1), values[2] && valueAt('IF', values, 2), count);
  },
  LAST: oneOf('LAST', -1),
  LOG: eachPoint('LOG', Math.log),
  LOG10: eachPoint('LOG10', Math.log10),
  MAX: aggregate('MAX', (points) => Math.max(...points)),
  METRICS: ([part], { metrics }) => {
    if (part && part.kind !== 'text') throw new MathError('METRICS requires a text');
    return arrayValue(metrics.filter(({ id }) => !part || id.includes(part.value)).map(({ series }) => series));
  },
  METRIC_COUNT: (values) => numberValue(arrayOf('METRIC_COUNT', values).length),
  MIN: aggregate('MIN', (points) => Math.min(...points)),
  PERIOD: (values, { period }) => {
    if (valueAt('PERIOD', values).kind !== 'series') throw new MathError('PERIOD requires a metric');
    return numberValue(period / 1000);
  },
  RATE: eachSeries('RATE', (series, { period }) =>
    changes(series, (point, before, periods) => (point - before) / ((periods * period) / 1000)),
  ),
  REMOVE_EMPTY: (values) =>
    arrayValue(arrayOf('REMOVE_EMPTY', values).filter((series) => series.some((point) => point !== undefined))),
  RUNNING_SUM: eachSeries('RUNNING_SUM', runningSum),
  STDDEV: aggregate('STDDEV', deviation),
  SUM: aggregate('SUM', sum),
  TIME_SERIES: (values, { count }) => {
    const value = valueAt('TIME_SERIES', values);
    if (value.kind !== 'number') throw new MathError('TIME_SERIES requires a number');
    return seriesValue(Array.from({ length: count }, () => finite(value.value)));
  },
};
