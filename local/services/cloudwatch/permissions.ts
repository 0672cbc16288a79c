import type { Call, Permission, Permissions } from '../../kernel/service';
import { alarmArn } from './alarm/base';
import { dashboardArn } from './dashboard/dashboards';

const anything =
  (name: string): Permission =>
  () => [{ action: `cloudwatch:${name}`, resource: '*' }];

/** For the alarms that a request names. */
const alarms =
  (name: string): Permission =>
  (
    { AlarmName, AlarmNames }: { readonly AlarmName?: string; readonly AlarmNames?: readonly string[] },
    { region, accountId }: Call,
  ) => {
    const names = AlarmNames ?? [AlarmName ?? '*'];
    return names.map((one) => ({ action: `cloudwatch:${name}`, resource: alarmArn({ region, accountId }, one) }));
  };

const dashboards =
  (name: string): Permission =>
  (
    { DashboardName, DashboardNames }: { readonly DashboardName?: string; readonly DashboardNames?: readonly string[] },
    { accountId }: Call,
  ) =>
    (DashboardNames ?? [DashboardName ?? '*']).map((one) => ({
      action: `cloudwatch:${name}`,
      resource: dashboardArn(accountId, one),
    }));

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const permissions: Permissions = {
  DeleteAlarms: alarms('DeleteAlarms'),
  DeleteDashboards: dashboards('DeleteDashboards'),
  DescribeAlarmHistory: alarms('DescribeAlarmHistory'),
  DescribeAlarms: alarms('DescribeAlarms'),
  DescribeAlarmsForMetric: anything('DescribeAlarmsForMetric'),
  DisableAlarmActions: alarms('DisableAlarmActions'),
  EnableAlarmActions: alarms('EnableAlarmActions'),
  GetDashboard: dashboards('GetDashboard'),
  GetMetricData: anything('GetMetricData'),
  GetMetricStatistics: anything('GetMetricStatistics'),
  ListDashboards: anything('ListDashboards'),
  ListMetrics: anything('ListMetrics'),
  PutCompositeAlarm: alarms('PutCompositeAlarm'),
  PutDashboard: dashboards('PutDashboard'),
  PutMetricAlarm: alarms('PutMetricAlarm'),
  PutMetricData: ({ Namespace = '' }: { readonly Namespace?: string }) => [
    { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
  ],
  SetAlarmState: alarms('SetAlarmState'),
};
