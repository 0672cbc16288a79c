import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Grid, Series } from '../metrics/series';
import type { AlarmState, MetricAlarm } from './model';
import { decimal, shortTime, zoneTime } from './times';

const words: Readonly<Record<MetricAlarm['comparison'], string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanOrEqualToThreshold: 'less than or equal to',
  LessThanThreshold: 'less than',
};

export const initialReason = 'Unchecked: Initial alarm creation';

/**
 * Returns why an alarm is in its state, in the sentences that the user guide's page "Alarm events and EventBridge" shows,
 * with the newest point first.
 */
export function reasonOf(
  alarm: MetricAlarm,
  value: StateValue,
  points: { readonly range: Series; readonly grid: Grid; readonly breaching: (point: number) => boolean },
  now: number,
): Pick<AlarmState, 'reason' | 'reasonData'> {
  const { grid, range } = points;
  const real = range
    .map((point, index) => ({ point, at: grid.start + index * grid.period }))
    .filter((one): one is { point: number; at: number } => one.point !== undefined)
    .reverse()
    .slice(0, alarm.evaluationPeriods);
  const counted = real.filter(({ point }) => points.breaching(point) === (value === 'ALARM'));
  return {
    reason: sentence(alarm, value, { real, counted: counted.length }),
    reasonData: JSON.stringify({
      version: '1.0',
      queryDate: zoneTime(now),
      ...(real.length > 0 && { startDate: zoneTime(real.at(-1)?.at as number) }),
      ...(alarm.isSingle && { statistic: alarm.queries[0]?.MetricStat?.Stat }),
      period: alarm.period / 1000,
      recentDatapoints: real.map(({ point }) => point).reverse(),
      threshold: alarm.threshold,
      evaluatedDatapoints: real.map(({ point, at }) => ({ timestamp: zoneTime(at), value: point })),
    }),
  };
}

function sentence(
  { comparison, threshold, evaluationPeriods: periods, datapointsToAlarm: needed = periods }: MetricAlarm,
  value: StateValue,
  { real, counted }: { readonly real: readonly { point: number; at: number }[]; readonly counted: number },
): string {
  const missing = periods - real.length;
  if (value === 'INSUFFICIENT_DATA') return `Insufficient Data: ${plural(missing, 'datapoint')} were unknown.`;
  const treated = `treated as [${value === 'ALARM' ? 'Breaching' : 'NonBreaching'}]`;
  if (real.length === 0) {
    const were = `${plural(missing, 'missing datapoint')} ${missing === 1 ? 'was' : 'were'}`;
    return `Threshold Crossed: no datapoints were received for ${plural(periods, 'period')} and ${were} ${treated}.`;
  }
  const list = real.map(({ point, at }) => `${decimal(point)} ${shortTime(at)}`).join(', ');
  const not = value === 'OK' ? 'not ' : '';
  const least = value === 'OK' ? periods - needed + 1 : needed;
  const was = real.length === 1 ? 'was' : 'were';
  return (
    `Threshold Crossed: ${counted} out of the last ${plural(real.length, 'datapoint', true)} [${list}] ${was} ${not}` +
    `${words[comparison]} the threshold (${decimal(threshold)}) (minimum ${plural(least, 'datapoint')} for ` +
    `${value === 'OK' ? 'ALARM -> OK' : 'OK -> ALARM'} transition).`
  );
}

/** The sentences of AWS say "1 out of the last 1 datapoints". */
const plural = (count: number, noun: string, always = false) => `${count} ${noun}${count === 1 && !always ? '' : 's'}`;
