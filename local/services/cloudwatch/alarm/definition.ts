import type { MetricDataQuery, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { invalid } from '../invalid';
import { percentileOf, simpleStatistics, statisticOf } from '../metrics/statistics';
import { type Place, readBase } from './base';
import { checkQueries } from './check-queries';
import { type Comparison, type MetricAlarm, type MissingData, missingDataTreatments } from './model';

const comparisons: readonly string[] = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] satisfies Comparison[];

/** Members that must not stand beside `Metrics`, which contains them (API reference, PutMetricAlarm). */
const singleMembers = [
  ...['MetricName', 'Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'],
] as const satisfies (keyof PutMetricAlarmCommandInput)[];

const unsupported = ['ThresholdMetricId', 'EvaluationCriteria', 'EvaluationInterval', 'EvaluationWindow'];

const hour = 3_600;
const day = 24 * hour;

/** Reads and checks an alarm as the API and templates describe it. Throws `ValidationError`. */
export function metricAlarm(input: PutMetricAlarmCommandInput, place: Place): MetricAlarm {
  const unknown = unsupported.find((member) => input[member as keyof typeof input] !== undefined);
  if (unknown) throw invalid(`${unknown} is not supported by this runtime`);
  const comparison = input.ComparisonOperator ?? '';
  if (!comparisons.includes(comparison)) throw invalid(`The comparison operator '${comparison}' is not supported`);
  if (input.Threshold === undefined) throw invalid('Threshold is required');
  const queries = input.Metrics ? [...input.Metrics] : [singleQuery(input)];
  const besideMetrics = singleMembers.find((member) => input.Metrics && input[member] !== undefined);
  if (besideMetrics) throw invalid(`Metrics and ${besideMetrics} must not both be specified`);
  const { watched, period } = checkQueries(queries);
  const evaluationPeriods = Number(input.EvaluationPeriods ?? 0);
  checkPeriods(period, evaluationPeriods);
  const datapointsToAlarm = input.DatapointsToAlarm === undefined ? undefined : Number(input.DatapointsToAlarm);
  if (datapointsToAlarm !== undefined && !(datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods)) {
    throw invalid('DatapointsToAlarm must be at least 1 and at most EvaluationPeriods');
  }
  return {
    ...readBase(input, place),
    ...{ kind: 'metric', comparison: comparison as Comparison, threshold: Number(input.Threshold), evaluationPeriods },
    ...{ datapointsToAlarm, queries, watched, period: period * 1000, isSingle: !input.Metrics },
    treatMissingData: oneOf('TreatMissingData', input.TreatMissingData, missingDataTreatments),
    evaluateLowSampleCountPercentile: oneOf(
      'EvaluateLowSampleCountPercentile',
      input.EvaluateLowSampleCountPercentile,
      ['evaluate', 'ignore'] as const,
    ),
  };
}

function singleQuery(input: PutMetricAlarmCommandInput): MetricDataQuery {
  const { MetricName, Namespace, Dimensions, Period, Unit, Statistic, ExtendedStatistic } = input;
  if (!MetricName || !Namespace) throw invalid('Specify either MetricName with Namespace, or Metrics');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw invalid('Specify either Statistic or ExtendedStatistic');
  }
  if (Statistic !== undefined && !simpleStatistics.includes(Statistic)) {
    throw invalid(`'${Statistic}' is not a Statistic`);
  }
  if (ExtendedStatistic !== undefined && percentileOf(ExtendedStatistic) === undefined) {
    throw invalid(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported`);
  }
  const Stat = Statistic ?? ExtendedStatistic;
  if (!statisticOf(Stat as string)) throw invalid(`The statistic ${Stat} is not supported by this runtime`);
  if (Period === undefined) throw invalid('Period is required');
  return {
    Id: 'm1',
    ReturnData: true,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat, Unit },
  };
}

/** Periods in seconds (API reference, PutMetricAlarm). */
function checkPeriods(period: number, evaluationPeriods: number): void {
  if (period % 60 !== 0 || period <= 0) {
    const fine = [10, 20, 30].includes(period)
      ? 'this runtime keeps no metrics of less than a minute'
      : 'it is not valid';
    throw invalid(`Period must be a multiple of 60; ${period}: ${fine}`);
  }
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1)
    throw invalid('EvaluationPeriods must be at least 1');
  const limit = period < hour ? day : 7 * day;
  if (period * evaluationPeriods > limit) {
    throw invalid(`EvaluationPeriods * Period must be <= ${limit}: metrics cannot be checked over a longer time`);
  }
}

function oneOf<T extends string>(name: string, value: string | undefined, known: readonly T[]): T | undefined {
  if (value !== undefined && !(known as readonly string[]).includes(value)) {
    throw invalid(`The value '${value}' for parameter ${name} is not supported`);
  }
  return value as T | undefined;
}

/**
 * The treatment of missing data in an evaluation. Of DynamoDB's metrics, the API's model states that alarms always ignore
 * them, and the user guide that this is only the default. With the first, an alarm that relies on the second would never
 * return to OK, so that is what happens here.
 */
export function effectiveTreatment({ treatMissingData, queries }: MetricAlarm): MissingData {
  const isDynamoDb = queries.some(({ MetricStat }) => MetricStat?.Metric?.Namespace === 'AWS/DynamoDB');
  return isDynamoDb ? 'ignore' : (treatMissingData ?? 'missing');
}
