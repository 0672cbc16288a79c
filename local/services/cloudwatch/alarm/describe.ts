import type { CompositeAlarm as ApiComposite, MetricAlarm as ApiMetric } from '@aws-sdk/client-cloudwatch';
import { simpleStatistics } from '../metrics/statistics';
import type { AlarmState, CompositeAlarm, KeptAlarm, MetricAlarm } from './model';

function describeBase({ alarm, state }: KeptAlarm) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updatedAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.actions.OK],
    AlarmActions: [...alarm.actions.ALARM],
    InsufficientDataActions: [...alarm.actions.INSUFFICIENT_DATA],
    ...describeState(state),
  };
}

function describeState({ value, reason, reasonData, changedAt }: AlarmState) {
  const at = new Date(changedAt);
  return {
    ...{ StateValue: value, StateReason: reason, StateReasonData: reasonData },
    ...{ StateUpdatedTimestamp: at, StateTransitionedTimestamp: at },
  };
}

export function describeMetricAlarm(known: KeptAlarm & { readonly alarm: MetricAlarm }): ApiMetric {
  const { alarm } = known;
  const { Metric, Stat = '', Unit } = alarm.queries[0]?.MetricStat ?? {};
  const single = {
    ...{ MetricName: Metric?.MetricName, Namespace: Metric?.Namespace, Dimensions: Metric?.Dimensions ?? [], Unit },
    ...(simpleStatistics.includes(Stat) ? { Statistic: Stat as ApiMetric['Statistic'] } : { ExtendedStatistic: Stat }),
    Period: alarm.period / 1000,
  };
  return {
    ...describeBase(known),
    ...(alarm.isSingle ? single : { Metrics: [...alarm.queries] }),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.treatMissingData,
    EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile,
  };
}

export function describeCompositeAlarm(known: KeptAlarm & { readonly alarm: CompositeAlarm }): ApiComposite {
  return { ...describeBase(known), AlarmRule: known.alarm.rule };
}

export const isMetric = (known: KeptAlarm): known is KeptAlarm & { readonly alarm: MetricAlarm } =>
  known.alarm.kind === 'metric';
export const isComposite = (known: KeptAlarm): known is KeptAlarm & { readonly alarm: CompositeAlarm } =>
  known.alarm.kind === 'composite';
