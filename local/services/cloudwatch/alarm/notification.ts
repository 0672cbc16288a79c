import type { MetricDataQuery, StateValue } from '@aws-sdk/client-cloudwatch';
import type { Alarm, AlarmState, MetricAlarm } from './model';
import { zoneTime } from './times';

/** The names of regions in messages, which differ from those of other services. */
const regionNames: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'sa-east-1': 'South America (Sao Paulo)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
};

const statisticNames: Readonly<Record<string, string>> = {
  SampleCount: 'SAMPLE_COUNT',
  Average: 'AVERAGE',
  Sum: 'SUM',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
};

/** The maximum number of characters of a subject (SNS, Publish). */
const maxSubject = 100;

export interface Change {
  readonly alarm: Alarm;
  readonly state: AlarmState;
  readonly before: AlarmState;
}

/**
 * Returns the message to a topic. Its members are those of recorded messages, such as the event in
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html and those that readers of alarms keep as samples.
 */
export function notification({ alarm, state, before }: Change): { readonly Subject: string; readonly Message: string } {
  const region = regionNames[alarm.region] ?? alarm.region;
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: alarm.arn.split(':')[4],
    AlarmConfigurationUpdatedTimestamp: zoneTime(alarm.updatedAt),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: zoneTime(state.changedAt),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: before.value,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    ...(alarm.kind === 'metric' ? { Trigger: trigger(alarm) } : { AlarmRule: alarm.rule }),
  };
  return { Subject: subject(state.value, alarm.name, region), Message: JSON.stringify(message) };
}

function subject(value: StateValue, name: string, region: string): string {
  const whole = `${value}: "${name}" in ${region}`;
  return whole.length <= maxSubject ? whole : `${whole.slice(0, maxSubject - 3)}...`;
}

function trigger(alarm: MetricAlarm): object {
  return {
    ...(alarm.isSingle ? metricTrigger(alarm.queries[0] as MetricDataQuery) : { Metrics: alarm.queries.map(query) }),
    Period: alarm.period / 1000,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm ?? alarm.evaluationPeriods,
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile ?? '',
  };
}

function metricTrigger({ MetricStat: { Metric, Stat = '', Unit } = {} as never }: MetricDataQuery): object {
  const name = statisticNames[Stat];
  return {
    MetricName: Metric?.MetricName,
    Namespace: Metric?.Namespace,
    ...(name
      ? { StatisticType: 'Statistic', Statistic: name }
      : { StatisticType: 'ExtendedStatistic', ExtendedStatistic: Stat }),
    Unit: Unit ?? null,
    Dimensions: dimensions(Metric?.Dimensions),
  };
}

const dimensions = (list: readonly { Name?: string; Value?: string }[] = []) =>
  list.map(({ Name, Value }) => ({ value: Value, name: Name }));

function query({ Id, Expression, Label, MetricStat, ReturnData = true }: MetricDataQuery): object {
  return {
    ...{ Id, Expression, Label, ReturnData },
    ...(MetricStat && {
      MetricStat: {
        Metric: {
          Dimensions: dimensions(MetricStat.Metric?.Dimensions),
          MetricName: MetricStat.Metric?.MetricName,
          Namespace: MetricStat.Metric?.Namespace,
        },
        Period: MetricStat.Period,
        Stat: MetricStat.Stat,
      },
    }),
  };
}
