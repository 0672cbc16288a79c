import type {
  Dimension,
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
  MetricDataQuery,
  MetricDatum,
  PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { type Call, ServiceError } from '../../kernel/service';
import { type Metrics, type Sample, type Statistic, statistic } from './metrics';

const statistics: readonly string[] = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'] satisfies Statistic[];

export function putMetricData(metrics: Metrics, now: () => number) {
  return ({ Namespace = '', MetricData = [] }: PutMetricDataCommandInput, call: Call): object => {
    if (Namespace === '' || Namespace.startsWith('AWS/'))
      throw invalid('The value for parameter Namespace is invalid.');
    // All data are checked before any are stored.
    const data = MetricData.map((datum) => ({ datum, samples: samplesOf(datum, now()) }));
    for (const { datum, samples } of data) {
      const { MetricName: name = '', Dimensions } = datum;
      const metric = { region: call.region, namespace: Namespace, name, dimensions: dimensionsOf(Dimensions) };
      for (const sample of samples) metrics.add(metric, sample);
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

function dimensionsOf(dimensions: readonly Dimension[] = []): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
}

/** Returns simple statistics of single metrics. Expressions and percentiles are refused. */
export function getMetricData(metrics: Metrics) {
  return (input: GetMetricDataCommandInput, call: Call): Omit<GetMetricDataCommandOutput, '$metadata'> => ({
    MetricDataResults: (input.MetricDataQueries ?? []).map((query) => {
      const { Metric, Period = 60, Stat = '' } = statOf(query);
      const samples = metrics.get({
        region: call.region,
        namespace: Metric?.Namespace ?? '',
        name: Metric?.MetricName ?? '',
        dimensions: dimensionsOf(Metric?.Dimensions),
      })?.samples;
      const period = Period * 1000;
      const buckets = new Map<number, Sample[]>();
      const [from, to] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0];
      for (const sample of samples ?? []) {
        if (sample.at < from || sample.at >= to) continue;
        const start = Math.floor(sample.at / period) * period;
        buckets.set(start, [...(buckets.get(start) ?? []), sample]);
      }
      const direction = input.ScanBy === 'TimestampAscending' ? 1 : -1;
      const ordered = [...buckets].sort(([a], [b]) => direction * (a - b));
      return {
        Id: query.Id,
        Label: query.Label ?? Metric?.MetricName,
        StatusCode: 'Complete',
        Timestamps: ordered.map(([start]) => new Date(start)),
        Values: ordered.map(([, inPeriod]) => statistic(Stat as Statistic, inPeriod)),
      };
    }),
  });
}

function statOf({ MetricStat, Expression }: MetricDataQuery): NonNullable<MetricDataQuery['MetricStat']> {
  if (Expression !== undefined || !MetricStat) throw invalid('Metric expressions are not supported by this runtime.');
  if (!statistics.includes(MetricStat.Stat ?? '')) {
    throw invalid(`The statistic ${MetricStat.Stat} is not supported by this runtime.`);
  }
  return MetricStat;
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
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
  });
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}
