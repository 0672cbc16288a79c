import { Duration } from 'aws-cdk-lib';
import { type IWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { metricNamespace, playableObjective } from '../../../../lambda/shared/metrics';
import type { Stage } from '../../../config';
import { formula, graph, own } from './widgets';

/** "Do uploads become playable?" */
export function uploads(stage: Stage, workflow: IStateMachine): IWidget[] {
  const period = Duration.hours(1);
  const sum = { statistic: 'Sum', period };
  const perMinute = (statistic: string, label: string) =>
    own(stage, 'UploadToPlayableSecondsPerMinute', {}, { statistic, label, period });
  const onTime = own(stage, 'PlayableOnTime', {}, { statistic: 'Average', label: 'on time', period });
  const { secondsPerMinute } = playableObjective;
  return [
    graph({
      title: 'From upload to playable, for each minute of film',
      unit: 'seconds',
      left: [perMinute('p50', 'median'), perMinute('p95', '95th percentile')],
      limit: { value: secondsPerMinute, label: 'objective' },
      right: [formula('100 * onTime', { onTime }, { label: 'on time', period })],
      rightUnit: '% of films',
    }),
    graph({
      title: 'Workflows of films',
      unit: 'executions per hour',
      left: [
        workflow.metricStarted({ ...sum, label: 'started' }),
        workflow.metricSucceeded({ ...sum, label: 'succeeded' }),
        workflow.metricFailed({ ...sum, label: 'failed' }),
        workflow.metricTimedOut({ ...sum, label: 'timed out' }),
        workflow.metricAborted({ ...sum, label: 'aborted' }),
      ],
    }),
    graph({
      title: 'Failed films by reason',
      unit: 'films per hour',
      left: [
        new MathExpression({
          expression: `SEARCH('{${metricNamespace},Stage,Code} MetricName="AssetsFailed" Stage="${stage.name}"', 'Sum', ${period.toSeconds()})`,
          label: '',
          period,
        }),
      ],
    }),
  ];
}
