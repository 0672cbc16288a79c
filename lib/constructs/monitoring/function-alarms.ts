import { Duration, type Stack } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic';
import { Alert, Signal } from './alert';
import { functionsOf, localNameOf, nameOf, partOf, readersOf } from './resources';

/** PutMetricAlarm: an expression has at most ten metrics. */
const mostMetrics = 10;
/** Errors of a group of functions in five minutes. One event that always fails has three attempts. */
const mostErrors = 5;

export interface FunctionErrorsProps {
  readonly topic: AlarmTopic;
  readonly of: Stack;
  /** Whether an incident combines the alarms, so that they have no actions of their own. @default false */
  readonly isPartOfIncident?: boolean;
}

/**
 * Alarms on the errors of all functions of a stack, up to ten functions each. An alarm is billed by its metrics, so that
 * groups cost as much as single alarms, but send fewer messages. A SEARCH over functions is not possible in an alarm.
 */
export class FunctionErrors extends Construct {
  readonly signals: readonly Signal[];

  constructor(scope: Construct, id: string, { topic, of, isPartOfIncident = false }: FunctionErrorsProps) {
    super(scope, id);
    const Kind = isPartOfIncident ? Signal : Alert;
    this.signals = groups(functionsOf(of)).map((group, index) => {
      const metrics = group.map((one, position) => [`m${position}`, one.metricErrors()] as const);
      return new Kind(this, `Errors${index + 1}`, {
        topic,
        runbook: 'function-errors',
        meaning: `At least ${mostErrors} errors of these functions of ${partOf(of)} in five minutes: ${group.map(localNameOf).join(', ')}.`,
        metric: new MathExpression({
          expression: 'SUM(FILL(METRICS(), 0))',
          usingMetrics: Object.fromEntries(metrics),
          label: `Errors of ${partOf(of)}`,
          period: Duration.minutes(5),
        }),
        threshold: mostErrors - 1,
      });
    });
  }
}

export interface FunctionCapacityProps {
  readonly topic: AlarmTopic;
  readonly watched: readonly Stack[];
}

/** Alarms on what functions wait for: concurrency, and the records of streams. */
export class FunctionCapacity extends Construct {
  constructor(scope: Construct, id: string, { topic, watched }: FunctionCapacityProps) {
    super(scope, id);
    // No function has a concurrency of its own: all share the account's, and so this metric of all functions.
    new Alert(this, 'Throttles', {
      topic,
      runbook: 'function-throttles',
      meaning: 'Lambda refused invocations in this account and region: too many functions ran at once.',
      metric: LambdaFunction.metricAllThrottles({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 0,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    for (const reader of watched.flatMap(readersOf)) {
      new Alert(this, `${nameOf(reader)}IsBehind`, {
        topic,
        runbook: 'stream-is-behind',
        meaning: `${nameOf(reader)} is more than one hour behind its streams. After 12 hours, records are lost.`,
        metric: reader.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
        threshold: Duration.hours(1).toMilliseconds(),
      });
    }
  }
}

function groups<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / mostMetrics);
  return Array.from({ length: count }, (_, index) => items.slice(index * mostMetrics, (index + 1) * mostMetrics));
}
