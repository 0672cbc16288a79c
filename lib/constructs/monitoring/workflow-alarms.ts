import { Duration, type Stack } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { stageMetric } from '../stage-metric';
import type { AlarmTopic } from './alarm-topic';
import { Alert, Signal } from './alert';
import { nameOf, queuesOf, stateMachinesOf } from './resources';

const period = Duration.minutes(5);

/** Executions that failed, timed out or were aborted. */
function ends(workflow: IStateMachine) {
  const options = { period, statistic: 'Sum' };
  return {
    failed: workflow.metricFailed(options),
    timedOut: workflow.metricTimedOut(options),
    aborted: workflow.metricAborted(options),
  };
}

export interface FilmFailuresProps {
  readonly topic: AlarmTopic;
  readonly workflow: IStateMachine;
}

/**
 * Failures of the films' workflow, without those that are as they should be: a bad upload fails its execution too. Where
 * both counts are in different periods, one alarm too many is possible.
 */
export class FilmFailures extends Signal {
  constructor(scope: Construct, id: string, { topic, workflow }: FilmFailuresProps) {
    const expected = new Metric({ ...stageMetric(topic.stage.name, 'FailuresExpected', {}), period, statistic: 'Sum' });
    super(scope, id, {
      topic,
      runbook: 'failed-films',
      meaning: 'The workflow of a film failed, timed out or was aborted, and the film is not at fault.',
      metric: new MathExpression({
        expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0) - FILL(expected, 0)',
        usingMetrics: { ...ends(workflow), expected },
        label: 'Films that failed',
        period,
      }),
      threshold: 0,
    });
  }
}

export interface BackgroundAlarmsProps {
  readonly topic: AlarmTopic;
  readonly watched: readonly Stack[];
  /** The films' workflow, which has its own alarm. */
  readonly except: IStateMachine;
}

/** Alarms of what runs without a caller: all other state machines, and all queues of dead letters. */
export class BackgroundAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, watched, except }: BackgroundAlarmsProps) {
    super(scope, id);
    for (const workflow of watched.flatMap(stateMachinesOf).filter((one) => one !== except)) {
      new Alert(this, `${nameOf(workflow)}Failed`, {
        topic,
        runbook: 'scheduled-workflows',
        meaning: `The workflow ${nameOf(workflow)} failed, timed out or was aborted.`,
        metric: new MathExpression({
          expression: 'SUM(FILL(METRICS(), 0))',
          usingMetrics: ends(workflow),
          label: 'Executions that failed',
          period,
        }),
        threshold: 0,
      });
    }
    for (const queue of watched.flatMap(queuesOf)) {
      new Alert(this, `${nameOf(queue)}HasMessages`, {
        topic,
        runbook: 'dead-letters',
        meaning: `${nameOf(queue)} has messages: events that could not be processed. SQS deletes them after 14 days.`,
        metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
        threshold: 0,
      });
    }
  }
}
