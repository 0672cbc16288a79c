import { isDeepStrictEqual } from 'node:util';
import type {
  DeleteAlarmsCommandInput,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  DescribeAlarmsForMetricCommandInput,
  DescribeAlarmsForMetricCommandOutput,
  EnableAlarmActionsCommandInput,
  PutCompositeAlarmCommandInput,
  PutMetricAlarmCommandInput,
  SetAlarmStateCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Alarms } from '../alarm/alarms';
import { compositeAlarm } from '../alarm/composite';
import { metricAlarm } from '../alarm/definition';
import { describeCompositeAlarm, describeMetricAlarm, isComposite, isMetric } from '../alarm/describe';
import type { KeptAlarm } from '../alarm/model';
import { invalid } from '../invalid';
import { dimensionsOf } from '../metrics/dimensions';
import { page } from './page';

const kinds = { MetricAlarm: 'metric', CompositeAlarm: 'composite' } as const;

/** The operations of alarms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html */
export function alarmOperations(alarms: Alarms): Readonly<Record<string, Operation>> {
  const place = ({ region, accountId }: Call) => ({ region, accountId, now: alarms.now() });
  const enable = (actionsEnabled: boolean) => (input: EnableAlarmActionsCommandInput, call: Call) => {
    for (const name of input.AlarmNames ?? []) {
      const { alarm, origin } = alarms.get(call.region, name);
      alarms.put({ ...alarm, actionsEnabled }, origin);
    }
    return {};
  };
  return {
    PutMetricAlarm: (input: PutMetricAlarmCommandInput, call) => {
      alarms.put(metricAlarm(input, place(call)), 'api');
      return {};
    },
    PutCompositeAlarm: (input: PutCompositeAlarmCommandInput, call) => {
      alarms.put(
        compositeAlarm(input, place(call), (name) => !!alarms.find(call.region, name)),
        'api',
      );
      return {};
    },
    DeleteAlarms: ({ AlarmNames = [] }: DeleteAlarmsCommandInput, call) => {
      // If one does not exist, none is deleted.
      for (const name of AlarmNames) alarms.get(call.region, name);
      for (const name of AlarmNames) alarms.remove(call.region, name);
      return {};
    },
    EnableAlarmActions: enable(true),
    DisableAlarmActions: enable(false),
    SetAlarmState: async (input: SetAlarmStateCommandInput, { region }) => {
      const { AlarmName = '', StateValue: value, StateReason: reason = '', StateReasonData: reasonData } = input;
      if (!value || !['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(value)) throw invalid(`${value} is not a state`);
      if (reasonData !== undefined && !isJson(reasonData)) {
        throw new ServiceError('InvalidFormatFault', 'StateReasonData is not JSON');
      }
      await alarms.setState(region, AlarmName, { value, reason, reasonData });
      return {};
    },
    DescribeAlarms: describeAlarms(alarms),
    DescribeAlarmsForMetric: describeAlarmsForMetric(alarms),
    DescribeAlarmHistory: describeAlarmHistory(alarms),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function describeAlarms(alarms: Alarms) {
  return (input: DescribeAlarmsCommandInput, { region }: Call): Omit<DescribeAlarmsCommandOutput, '$metadata'> => {
    const { AlarmNames, AlarmNamePrefix = '', StateValue, ActionPrefix, MaxRecords = 50, NextToken } = input;
    if (AlarmNames && input.AlarmNamePrefix !== undefined) {
      throw invalid('AlarmNames and AlarmNamePrefix must not both be specified');
    }
    const unsupported = (['ChildrenOfAlarmName', 'ParentsOfAlarmName'] as const).find(
      (name) => input[name] !== undefined,
    );
    if (unsupported) throw invalid(`${unsupported} is not supported by this runtime`);
    // Without types, only metric alarms are returned.
    const wanted = (input.AlarmTypes ?? ['MetricAlarm']).map((type) => kinds[type as keyof typeof kinds] as string);
    const matches = ({ alarm, state }: KeptAlarm) =>
      wanted.includes(alarm.kind) &&
      (AlarmNames?.includes(alarm.name) ?? alarm.name.startsWith(AlarmNamePrefix)) &&
      (StateValue === undefined || state.value === StateValue) &&
      (ActionPrefix === undefined ||
        Object.values(alarm.actions)
          .flat()
          .some((arn) => arn.startsWith(ActionPrefix)));
    const { items, next } = page(alarms.in(region).filter(matches), AlarmNames ? 100 : MaxRecords, NextToken);
    return {
      MetricAlarms: items.filter(isMetric).map(describeMetricAlarm),
      CompositeAlarms: items.filter(isComposite).map(describeCompositeAlarm),
      NextToken: next,
    };
  };
}

function describeAlarmsForMetric(alarms: Alarms) {
  return (
    {
      Namespace,
      MetricName,
      Dimensions,
      Statistic,
      ExtendedStatistic,
      Period,
      Unit,
    }: DescribeAlarmsForMetricCommandInput,
    { region }: Call,
  ): Omit<DescribeAlarmsForMetricCommandOutput, '$metadata'> => ({
    MetricAlarms: alarms
      .in(region)
      .filter(isMetric)
      .filter(({ alarm }) => alarm.isSingle)
      .map(describeMetricAlarm)
      .filter((alarm) => alarm.Namespace === Namespace && alarm.MetricName === MetricName)
      .filter((alarm) => isDeepStrictEqual(dimensionsOf(alarm.Dimensions), dimensionsOf(Dimensions)))
      .filter((alarm) => Statistic === undefined || alarm.Statistic === Statistic)
      .filter((alarm) => ExtendedStatistic === undefined || alarm.ExtendedStatistic === ExtendedStatistic)
      .filter((alarm) => Period === undefined || alarm.Period === Period)
      .filter((alarm) => Unit === undefined || alarm.Unit === Unit),
  });
}

function describeAlarmHistory(alarms: Alarms) {
  return (
    input: DescribeAlarmHistoryCommandInput,
    { region }: Call,
  ): Omit<DescribeAlarmHistoryCommandOutput, '$metadata'> => {
    const { AlarmName, HistoryItemType, StartDate, EndDate, MaxRecords = 100, NextToken, ScanBy } = input;
    const wanted = (input.AlarmTypes ?? ['MetricAlarm']).map((type) => kinds[type as keyof typeof kinds] as string);
    const oldestFirst = alarms.history
      .in(region)
      .filter(({ kind }) => wanted.includes(kind))
      .filter(({ alarm }) => AlarmName === undefined || alarm === AlarmName)
      .filter(({ type }) => HistoryItemType === undefined || type === HistoryItemType)
      .filter(({ at }) => !StartDate || at >= StartDate.getTime())
      .filter(({ at }) => !EndDate || at <= EndDate.getTime());
    const ordered = ScanBy === 'TimestampAscending' ? oldestFirst : oldestFirst.reverse();
    const { items, next } = page(ordered, MaxRecords, NextToken);
    return {
      AlarmHistoryItems: items.map(({ alarm, kind, type, at, summary, data }) => ({
        AlarmName: alarm,
        AlarmType: kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
        Timestamp: new Date(at),
        HistoryItemType: type,
        HistorySummary: summary,
        HistoryData: data,
      })),
      NextToken: next,
    };
  };
}
