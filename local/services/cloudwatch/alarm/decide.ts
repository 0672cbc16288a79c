import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Series } from '../metrics/series';
import type { Comparison, MissingData } from './model';

/** How points become a state. */
export interface Decision {
  readonly breaches: (point: number) => boolean;
  /** N of "M out of N". */
  readonly evaluationPeriods: number;
  /** M of "M out of N". */
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
}

/**
 * The number of periods that an alarm looks back for points, if some are missing: the user guide's examples show 5 for 3
 * evaluation periods, and state that the number depends on the period.
 */
export const evaluationRange = (evaluationPeriods: number) => evaluationPeriods + 2;

const comparisons: Readonly<Record<Comparison, (point: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (point, threshold) => point >= threshold,
  GreaterThanThreshold: (point, threshold) => point > threshold,
  LessThanOrEqualToThreshold: (point, threshold) => point <= threshold,
  LessThanThreshold: (point, threshold) => point < threshold,
};

export function breaches(comparison: Comparison, threshold: number): Decision['breaches'] {
  return (point) => comparisons[comparison](point, threshold);
}

/**
 * Returns the state after an evaluation range, whose newest point is the last one; `undefined` if the state stays as it
 * is. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function decide(range: Series, decision: Decision): StateValue | undefined {
  const { evaluationPeriods, datapointsToAlarm: needed, missingData } = decision;
  const newestFirst = [...range].reverse();
  const real = newestFirst.filter((point) => point !== undefined).slice(0, evaluationPeriods);
  const breaching = real.filter(decision.breaches).length;
  const filled = evaluationPeriods - real.length;
  if (breaching >= needed) return 'ALARM';
  // Missing points are not needed, and how they are treated does not matter.
  if (filled === 0) return 'OK';
  if (missingData === 'breaching') return breaching + filled >= needed ? 'ALARM' : 'OK';
  if (missingData === 'notBreaching') return 'OK';
  if (breaching < real.length) return 'OK';
  if (missingData === 'ignore') return undefined;
  // The oldest point breaches, is as old as the points to alarm are many, and nothing newer does not breach.
  const oldest = newestFirst.findLastIndex((point) => point !== undefined);
  return breaching > 0 && oldest + 1 >= needed ? 'ALARM' : 'INSUFFICIENT_DATA';
}
