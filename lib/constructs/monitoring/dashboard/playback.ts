import { Duration } from 'aws-cdk-lib';
import { type IWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from '../../../config';
import { formula, graph, own } from './widgets';

/** "Does playback work?" */
export function playback(stage: Stage, distributionId: string): IWidget[] {
  const minute = Duration.minutes(1);
  const period = Duration.minutes(5);
  const sum = (metric: 'PlayedMilliseconds' | 'RebufferedMilliseconds') =>
    own(stage, metric, {}, { label: metric, period });
  const opened = own(stage, 'PlaybackOpened', {}, { label: 'opened', statistic: 'Average', period });
  const edge = (metricName: string, statistic: string, label: string) =>
    new Metric({
      namespace: 'AWS/CloudFront',
      metricName,
      dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
      region: 'us-east-1',
      statistic,
      label,
      period,
    });
  return [
    graph({
      title: 'Viewers',
      unit: 'live viewers',
      left: [own(stage, 'Heartbeats', {}, { label: 'live viewers', period: minute })],
      right: [own(stage, 'PlaybackOpened', {}, { label: 'plays', period: minute })],
      rightUnit: 'plays per minute',
    }),
    graph({
      title: 'Quality of playback',
      unit: '%',
      left: [
        formula('100 * opened', { opened }, { label: 'sessions opened, of those not refused', period }),
        formula(
          '100 * waited / (played + waited)',
          { waited: sum('RebufferedMilliseconds'), played: sum('PlayedMilliseconds') },
          { label: 'time spent rebuffering', period },
        ),
      ],
    }),
    graph({
      title: 'CloudFront',
      unit: 'requests',
      region: 'us-east-1',
      left: [edge('Requests', 'Sum', 'requests')],
      right: [
        edge('5xxErrorRate', 'Average', 'status 500 and above'),
        edge('4xxErrorRate', 'Average', 'status 400 to 499'),
      ],
      rightUnit: '%',
    }),
  ];
}
