import type { MetricDataQuery, StateValue } from '@aws-sdk/client-cloudwatch';
import { evaluateQueries, type Lookup } from '../metrics/query';
import { type Grid, samplesByPeriod } from '../metrics/series';
import { percentileOf } from '../metrics/statistics';
import { breaches, decide, evaluationRange } from './decide';
import { effectiveTreatment } from './definition';
import type { AlarmState, MetricAlarm } from './model';
import { reasonOf } from './reason';

/**
 * Evaluates an alarm over the periods that end at `end`. They slide: an alarm of five minutes looks at the last five
 * minutes, every minute. Returns `undefined` if the alarm stays as it is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluateAlarm(
  alarm: MetricAlarm,
  lookup: Lookup,
  end: number,
): Pick<AlarmState, 'value' | 'reason' | 'reasonData'> | undefined {
  const { period, evaluationPeriods, datapointsToAlarm = evaluationPeriods, queries, watched } = alarm;
  const count = evaluationRange(evaluationPeriods);
  const grid: Grid = { start: end - count * period, period, count };
  if (alarm.evaluateLowSampleCountPercentile === 'ignore' && hasFewSamples(alarm, lookup, grid)) return undefined;
  const result = evaluateQueries(queries, lookup, grid)(watched);
  if (result.kind !== 'series') throw new Error(`The alarm ${alarm.name} does not watch a single time series`);
  const breaching = breaches(alarm.comparison, alarm.threshold);
  const missingData = effectiveTreatment(alarm);
  const value: StateValue | undefined = decide(result.series, {
    ...{ breaches: breaching, evaluationPeriods, datapointsToAlarm, missingData },
  });
  return value && { value, ...reasonOf(alarm, value, { range: result.series, grid, breaching }, end) };
}

/**
 * Whether a percentile has too few samples to be significant.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
function hasFewSamples({ queries, watched, evaluationPeriods }: MetricAlarm, lookup: Lookup, grid: Grid): boolean {
  const { MetricStat } = queries.find(({ Id }) => Id === watched) as MetricDataQuery;
  const percent = percentileOf(MetricStat?.Stat ?? '');
  if (!MetricStat || percent === undefined) return false;
  const share = percent / 100;
  const needed = 10 / (share >= 0.5 ? 1 - share : share);
  const samples = samplesByPeriod(lookup(MetricStat), grid).slice(-evaluationPeriods).flat();
  return samples.reduce((sum, { count }) => sum + count, 0) < needed;
}
