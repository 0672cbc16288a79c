import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricDatum,
  PutMetricDataCommandInput,
  ScanBy,
} from '@aws-sdk/client-cloudwatch';
import { type Call, ServiceError } from '../../../kernel/service';
import { MathError } from '../math/parse';
import type { Value } from '../math/value';
import { dimensionList, dimensionsOf } from '../metrics/dimensions';
import type { Metrics } from '../metrics/metrics';
import { evaluateQueries, type Lookup, lookupIn } from '../metrics/query';
import type { Sample } from '../metrics/sample';
import { type Grid, samplesByPeriod } from '../metrics/series';
import { type Statistic, statisticOf } from '../metrics/statistics';

export function putMetricData(metrics: Metrics, now: () => number) {
  return ({ Namespace = '', MetricData = [] }: PutMetricDataCommandInput, call: Call): object => {
    if (Namespace === '' || Namespace.startsWith('AWS/'))
      throw invalid('The value for parameter Namespace is invalid.');
    // All data are checked before any are stored.
    const data = MetricData.map((datum) => ({ datum, samples: samplesOf(datum, now()) }));
    for (const { datum, samples } of data) {
      const { MetricName: name = '', Dimensions } = datum;
      const metric = { region: call.region, namespace: Namespace, name, dimensions: dimensionsOf(Dimensions) };
      metrics.add(metric, ...samples);
    }
    return {};
  };
}

function samplesOf({ Value, Values, Counts, StatisticValues, Timestamp }: MetricDatum, now: number): Sample[] {
  const at = Timestamp?.getTime() ?? now;
  if (StatisticValues) throw invalid('StatisticValues are not supported by this runtime.');
  if (Values) return Values.map((value, index) => ({ at, value, count: Counts?.[index] ?? 1 }));
  if (Value === undefined) throw invalid('A metric datum must have a Value or Values.');
  return [{ at, value: Value, count: 1 }];
}

/** The maximum number of data points of one answer (API reference, GetMetricData). */
const maxPoints = 100_800;

/** Returns statistics of single metrics, and the results of expressions. */
export function getMetricData(metrics: Metrics) {
  return (input: GetMetricDataCommandInput, call: Call): Omit<GetMetricDataCommandOutput, '$metadata'> => {
    const queries = input.MetricDataQueries ?? [];
    const [from, to] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0];
    const lookup: Lookup = (metric) => lookupIn(metrics, call.region)(metric).filter(({ at }) => at < to);
    const returned = queries.filter(({ ReturnData = true }) => ReturnData);
    return {
      MetricDataResults: returned.flatMap((query) => resultsOf(query, queries, lookup, { from, to, ...input })),
    };
  };
}

function resultsOf(
  query: MetricDataQuery,
  queries: readonly MetricDataQuery[],
  lookup: Lookup,
  { from, to, ScanBy }: { readonly from: number; readonly to: number; readonly ScanBy?: ScanBy },
): MetricDataResult[] {
  const grid = gridOf(periodOf(query, queries), from, to);
  let result: Value;
  try {
    // A metric alone does not depend on the periods of the others.
    result = evaluateQueries(query.MetricStat ? [query] : queries, lookup, grid)(query.Id ?? '');
    if (result.kind === 'number') throw new MathError('The result must be a time series');
  } catch (error) {
    if (error instanceof MathError) throw invalid(`Error in expression '${query.Id}': ${error.message}`);
    throw error;
  }
  const { Id, Label = query.MetricStat?.Metric?.MetricName ?? query.Id } = query;
  return (result.kind === 'series' ? [result.series] : result.array).map((series) => {
    const points = series.flatMap((value, index) =>
      value === undefined ? [] : [{ at: grid.start + index * grid.period, value }],
    );
    if (ScanBy !== 'TimestampAscending') points.reverse();
    const Timestamps = points.map(({ at }) => new Date(at));
    return { Id, Label, StatusCode: 'Complete', Timestamps, Values: points.map(({ value }) => value) };
  });
}

/** The period of a query in milliseconds. An expression has that of the metrics, which must be the same for all. */
function periodOf({ Id, Period, MetricStat }: MetricDataQuery, queries: readonly MetricDataQuery[]): number {
  const periods = MetricStat
    ? [MetricStat.Period ?? 60]
    : queries.flatMap((query) => (query.MetricStat ? [query.MetricStat.Period ?? 60] : []));
  const [period = Period ?? 60] = periods;
  if (periods.some((other) => other !== period)) {
    throw invalid(`${Id}: this runtime evaluates expressions only if all metrics have the same period`);
  }
  return period * 1000;
}

function gridOf(period: number, from: number, to: number): Grid {
  const start = Math.floor(from / period) * period;
  const count = Math.max(0, Math.ceil((to - start) / period));
  if (count > maxPoints) throw invalid(`More than ${maxPoints} data points are requested`);
  return { start, period, count };
}

/** Returns statistics of one metric. */
export function getMetricStatistics(metrics: Metrics) {
  return (
    input: GetMetricStatisticsCommandInput,
    { region }: Call,
  ): Omit<GetMetricStatisticsCommandOutput, '$metadata'> => {
    const { Namespace, MetricName, Dimensions, Period = 0, Statistics = [], ExtendedStatistics = [] } = input;
    if (Statistics.length + ExtendedStatistics.length === 0) {
      throw new ServiceError('MissingRequiredParameterException', 'Statistics or ExtendedStatistics is required');
    }
    if (Period < 1 || Period % 60 !== 0) throw invalid('The parameter Period must be a multiple of 60');
    const [from, to] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0];
    const grid = gridOf(Period * 1000, from, to);
    const metric = { Metric: { Namespace, MetricName, Dimensions }, Period, Stat: '' };
    const samples = lookupIn(metrics, region)(metric).filter(({ at }) => at < to);
    const Datapoints = samplesByPeriod(samples, grid).flatMap((some, index) =>
      some.length === 0
        ? []
        : {
            Timestamp: new Date(grid.start + index * grid.period),
            ...Object.fromEntries(Statistics.map((name) => [name, required(name)(some)])),
            ...(ExtendedStatistics.length > 0 && {
              ExtendedStatistics: Object.fromEntries(ExtendedStatistics.map((name) => [name, required(name)(some)])),
            }),
          },
    );
    return { Label: MetricName, Datapoints };
  };
}

function required(name: string): Statistic {
  const statistic = statisticOf(name);
  if (!statistic) throw invalid(`The statistic ${name} is not supported by this runtime.`);
  return statistic;
}

export function listMetrics(metrics: Metrics) {
  return (input: ListMetricsCommandInput, call: Call): Omit<ListMetricsCommandOutput, '$metadata'> => ({
    Metrics: metrics
      .in(call.region)
      .filter(({ namespace }) => input.Namespace === undefined || namespace === input.Namespace)
      .filter(({ name }) => input.MetricName === undefined || name === input.MetricName)
      .filter(({ dimensions }) =>
        (input.Dimensions ?? []).every(
          ({ Name = '', Value }) => Name in dimensions && (Value === undefined || dimensions[Name] === Value),
        ),
      )
      .map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensionList(dimensions),
      })),
  });
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}
