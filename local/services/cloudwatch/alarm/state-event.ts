import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { ServiceEvent } from '../../../kernel/service';
import { dimensionsOf } from '../metrics/dimensions';
import type { Alarm, AlarmState } from './model';
import type { Change } from './notification';
import { zoneTime } from './times';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function stateChange({ alarm, state, before }: Change): ServiceEvent {
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      state: describeState(state),
      previousState: describeState(before),
      configuration: configuration(alarm),
    },
  };
}

function describeState({ value, reason, reasonData, changedAt }: AlarmState): object {
  return { value, reason, ...(reasonData && { reasonData }), timestamp: zoneTime(changedAt) };
}

function configuration(alarm: Alarm): object {
  const { description } = alarm;
  if (alarm.kind === 'composite') return { ...(description && { description }), alarmRule: alarm.rule };
  return { ...(description && { description }), metrics: alarm.queries.map(metric) };
}

function metric({ Id, Expression, Label, MetricStat, ReturnData = true }: MetricDataQuery): object {
  return {
    id: Id,
    ...(Expression !== undefined && { expression: Expression }),
    ...(Label !== undefined && { label: Label }),
    ...(MetricStat && {
      metricStat: {
        metric: {
          namespace: MetricStat.Metric?.Namespace,
          name: MetricStat.Metric?.MetricName,
          dimensions: dimensionsOf(MetricStat.Metric?.Dimensions),
        },
        period: MetricStat.Period,
        stat: MetricStat.Stat,
      },
    }),
    returnData: ReturnData,
  };
}
