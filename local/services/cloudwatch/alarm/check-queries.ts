import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { invalid } from '../invalid';
import { MathError } from '../math/parse';
import { evaluateQueries } from '../metrics/query';
import { statisticOf } from '../metrics/statistics';

/** "A math expression used for an alarm can include as many as 10 metrics" (user guide, Alarms on math expressions). */
const maxMetrics = 10;
const members = ['Id', 'Expression', 'Label', 'MetricStat', 'ReturnData', 'Period', 'AccountId'];

/**
 * Checks the metrics and expressions of an alarm. Returns the id of the one that it watches, and the period in seconds.
 * Throws `ValidationError`.
 */
export function checkQueries(queries: readonly MetricDataQuery[]): {
  readonly watched: string;
  readonly period: number;
} {
  for (const query of queries) checkQuery(query);
  const ids = queries.map(({ Id }) => Id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) throw invalid(`The id ${twice} is not unique`);
  const metrics = queries.filter(({ MetricStat }) => MetricStat);
  if (metrics.length === 0) throw invalid('An alarm needs at least one metric');
  if (metrics.length > maxMetrics) throw invalid(`An alarm has at most ${maxMetrics} metrics`);
  const returned = queries.filter(({ ReturnData = true }) => String(ReturnData) === 'true');
  const [watched] = returned;
  if (returned.length !== 1 || !watched) {
    throw invalid(`Exactly one of an alarm's metrics must have ReturnData, and ${returned.length} have`);
  }
  const periods = [
    ...metrics.map(({ MetricStat }) => Number(MetricStat?.Period)),
    ...queries.flatMap(({ Period }) => (Period === undefined ? [] : [Number(Period)])),
  ];
  const [period = 0] = periods;
  if (periods.some((other) => other !== period)) throw invalid('All metrics of an alarm must have the same period');
  checkResult(queries, watched.Id as string);
  return { watched: watched.Id as string, period };
}

function checkQuery(query: MetricDataQuery): void {
  const { Id = '', MetricStat, Expression } = query;
  if (!/^[a-z][A-Za-z0-9_]*$/.test(Id)) {
    throw invalid(
      `The id '${Id}' must begin with a lower-case letter and contain only letters, digits and underscores`,
    );
  }
  const unknown = Object.keys(query).find((member) => !members.includes(member));
  if (unknown) throw invalid(`${Id}: ${unknown} is not supported by this runtime`);
  if ((MetricStat === undefined) === (Expression === undefined)) {
    throw invalid(`${Id}: specify either MetricStat or Expression`);
  }
  if (!MetricStat) return;
  const { Metric, Stat = '' } = MetricStat;
  if (!Metric?.MetricName || !Metric.Namespace) throw invalid(`${Id}: a metric has a name and a namespace`);
  if (!statisticOf(Stat)) throw invalid(`${Id}: the statistic ${Stat} is not supported by this runtime`);
}

/** Every expression must be one that can be evaluated, and the watched one must result in a single time series. */
function checkResult(queries: readonly MetricDataQuery[], watched: string): void {
  const resolve = evaluateQueries(queries, () => [], { start: 0, period: 60_000, count: 3 });
  for (const { Id = '' } of queries) {
    try {
      const { kind } = resolve(Id);
      if (Id === watched && kind !== 'series') throw new MathError('The result must be a single time series');
    } catch (error) {
      if (error instanceof MathError) throw invalid(`Error in expression '${Id}': ${error.message}`);
      throw error;
    }
  }
}
