import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { evaluateMath } from '../math/evaluate';
import { type Expression, MathError, parseMath } from '../math/parse';
import { seriesValue, type Value } from '../math/value';
import { dimensionsOf } from './dimensions';
import type { Metrics } from './metrics';
import type { Sample } from './sample';
import { type Grid, seriesOf } from './series';
import { statisticOf } from './statistics';

/** Returns the samples of a metric; none for an unknown one. */
export type Lookup = (metric: MetricStat) => readonly Sample[];

export function lookupIn(metrics: Metrics, region: string): Lookup {
  return ({ Metric }) => {
    const { Namespace: namespace = '', MetricName: name = '', Dimensions } = Metric ?? {};
    return metrics.get({ region, namespace, name, dimensions: dimensionsOf(Dimensions) })?.samples ?? [];
  };
}

/**
 * Evaluates queries and the expressions among them over the same periods. Returns a function from an id to its value.
 * Throws {@link MathError} for a faulty expression, an unknown id, or an expression that refers to itself.
 */
export function evaluateQueries(
  queries: readonly MetricDataQuery[],
  lookup: Lookup,
  grid: Grid,
): (id: string) => Value {
  const values = new Map<string, Value>();
  const open = new Set<string>();
  const metrics = queries
    .filter(({ MetricStat }) => MetricStat)
    .map(({ Id: id = '', MetricStat: metric }) => ({ id, series: metricSeries(metric as MetricStat, lookup, grid) }));
  const context = { ...grid, metrics };
  const resolve = (id: string): Value => {
    const known = values.get(id);
    if (known) return known;
    const series = metrics.find((one) => one.id === id)?.series;
    const text = queries.find(({ Id }) => Id === id)?.Expression;
    if (!series && text === undefined) throw new MathError(`Unknown id ${id}`);
    if (open.has(id)) throw new MathError(`The expression ${id} refers to itself`);
    open.add(id);
    const value = series ? seriesValue(series) : evaluateMath(parsed(text as string), resolve, context);
    open.delete(id);
    values.set(id, value);
    return value;
  };
  return resolve;
}

function metricSeries(metric: MetricStat, lookup: Lookup, grid: Grid) {
  const statistic = statisticOf(metric.Stat ?? '');
  if (!statistic) throw new MathError(`The statistic ${metric.Stat} is not supported by this runtime`);
  return seriesOf(lookup(metric), statistic, grid);
}

const expressions = new Map<string, Expression>();

/** Alarms evaluate the same few expressions every minute. */
function parsed(text: string): Expression {
  const known = expressions.get(text) ?? parseMath(text);
  if (expressions.size > 1000) expressions.clear();
  expressions.set(text, known);
  return known;
}
