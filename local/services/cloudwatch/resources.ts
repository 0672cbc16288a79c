import type { PutCompositeAlarmCommandInput, PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { knownProperties } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { Alarms } from './alarm/alarms';
import { alarmArn } from './alarm/base';
import { compositeAlarm } from './alarm/composite';
import { metricAlarm } from './alarm/definition';
import type { Dashboards } from './dashboard/dashboards';

const baseProperties = [
  ...[
    'AlarmName',
    'AlarmDescription',
    'ActionsEnabled',
    'OKActions',
    'AlarmActions',
    'InsufficientDataActions',
    'Tags',
  ],
];
const metricProperties = [
  ...[...baseProperties, 'MetricName', 'Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'],
  ...['EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'ComparisonOperator', 'TreatMissingData', 'Metrics'],
  'EvaluateLowSampleCountPercentile',
];

type Named<P> = Resource<P & { readonly AlarmName?: string }>;
const nameOf = ({ properties, name }: Named<unknown>) => properties.AlarmName ?? name;

function identify(resource: Named<unknown>) {
  const name = nameOf(resource);
  return { ref: name, attributes: { Arn: alarmArn(resource, name) } };
}

/** `AWS::CloudWatch::Alarm`: the properties have the names of the API's parameters. */
export function alarmProvider(alarms: Alarms): ResourceProvider<PutMetricAlarmCommandInput> {
  return {
    identify,
    deploy(resource) {
      knownProperties(resource, metricProperties);
      const { region, accountId, properties } = resource;
      const input = { ...properties, AlarmName: nameOf(resource) };
      alarms.put(metricAlarm(input, { region, accountId, now: alarms.now() }), 'template');
      return undefined;
    },
    destroy: (resource) => alarms.remove(resource.region, nameOf(resource)),
  };
}

/** `AWS::CloudWatch::CompositeAlarm` */
export function compositeAlarmProvider(alarms: Alarms): ResourceProvider<PutCompositeAlarmCommandInput> {
  return {
    identify,
    deploy(resource) {
      knownProperties(resource, [...baseProperties, 'AlarmRule']);
      const { region, accountId, properties } = resource;
      const input = { ...properties, AlarmName: nameOf(resource) };
      const place = { region, accountId, now: alarms.now() };
      alarms.put(
        compositeAlarm(input, place, (alarm) => !!alarms.find(region, alarm)),
        'template',
      );
      return undefined;
    },
    destroy: (resource) => alarms.remove(resource.region, nameOf(resource)),
  };
}

interface DashboardProperties {
  readonly DashboardName?: string;
  readonly DashboardBody: string;
}

/** `AWS::CloudWatch::Dashboard` */
export function dashboardProvider(dashboards: Dashboards): ResourceProvider<DashboardProperties> {
  const named = ({ properties, name }: Resource<DashboardProperties>) => properties.DashboardName ?? name;
  return {
    identify: (resource) => ({ ref: named(resource) }),
    deploy(resource) {
      knownProperties(resource, ['DashboardName', 'DashboardBody', 'Tags']);
      dashboards.put(named(resource), resource.properties.DashboardBody);
      return undefined;
    },
    destroy: (resource) => dashboards.remove(named(resource)),
  };
}
