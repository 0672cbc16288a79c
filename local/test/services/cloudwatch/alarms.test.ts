import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createCloudWatch } from '../../../services/cloudwatch';
import { createEvents } from '../../../services/events';
import { createSns } from '../../../services/sns';
import { createSqs } from '../../../services/sqs';
import { type Monitored, startMonitored } from '../../../testing/monitored';
import { startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';

let monitored: Monitored;
let topic: string;
let queue: string;
let published: ReturnType<typeof createSns>['published'];

beforeAll(async () => {
  monitored = await startMonitored((kernel) => {
    const sns = createSns(kernel);
    published = sns.published;
    return [createSqs(kernel), sns, createEvents(kernel)];
  });
  const { laptop } = monitored;
  topic = (await laptop.deploy('AWS::SNS::Topic', 'Alerts', {})).ref;
  const principals = { Service: 'cloudwatch.amazonaws.com' };
  const condition = { StringEquals: { 'aws:SourceAccount': '000000000000' } };
  await laptop.deploy('AWS::SNS::TopicPolicy', 'Policy', {
    Topics: [topic],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: principals, Action: 'sns:Publish', Resource: topic, Condition: condition },
      ],
    },
  });
  const events = await laptop.deploy('AWS::SQS::Queue', 'Changes', {});
  queue = events.ref;
  await laptop.deploy('AWS::Events::Rule', 'Rule', {
    EventPattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
    Targets: [{ Id: 'queue', Arn: events.attributes.Arn }],
  });
  await laptop.deploy('AWS::SQS::QueuePolicy', 'QueuePolicy', {
    Queues: [queue],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' },
          Resource: events.attributes.Arn,
        },
      ],
    },
  });
});
afterAll(() => monitored.stop());

const plays = (Value: number, stage = 'dev') =>
  monitored.cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: 'Films',
      MetricData: [{ MetricName: 'Failures', Value, Dimensions: [{ Name: 'Stage', Value: stage }] }],
    }),
  );

const alarm = (name: string, more: Partial<PutMetricAlarmCommandInput> = {}): PutMetricAlarmCommandInput => ({
  AlarmName: name,
  ...{ Namespace: 'Films', MetricName: 'Failures', Dimensions: [{ Name: 'Stage', Value: 'dev' }] },
  ...{ Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 2, TreatMissingData: 'notBreaching' },
  ComparisonOperator: 'GreaterThanThreshold',
  ...more,
});

const put = (name: string, more?: Partial<PutMetricAlarmCommandInput>) =>
  monitored.cloudWatch.send(new PutMetricAlarmCommand(alarm(name, more)));
const state = async (name: string) => (await monitored.states())[name];

test('an alarm goes to ALARM and back, notifies its topic and the event bus, and keeps a history', async () => {
  await put('Failing', {
    ...{ AlarmDescription: 'Films fail', AlarmActions: [topic], OKActions: [topic] },
    Dimensions: [{ Name: 'Stage', Value: 'one' }],
  });
  expect(await state('Failing')).toBe('INSUFFICIENT_DATA');
  await monitored.pass(1);
  expect(await state('Failing')).toBe('OK');
  await plays(2, 'one');
  await plays(1, 'one');
  await plays(100, 'another stage');
  await monitored.pass(1);
  expect(await state('Failing')).toBe('ALARM');
  // The point stays in the evaluation range, because there is no newer one.
  await monitored.pass(2);
  expect(await state('Failing')).toBe('ALARM');
  await monitored.pass(1);
  expect(await state('Failing')).toBe('OK');

  const messages = published().filter(({ subject }) => subject?.includes('"Failing"'));
  expect(messages.map(({ subject }) => subject)).toEqual([
    'OK: "Failing" in EU (Ireland)',
    'ALARM: "Failing" in EU (Ireland)',
    'OK: "Failing" in EU (Ireland)',
  ]);
  const message = JSON.parse(messages[1]?.message ?? '');
  expect(message).toMatchObject({
    ...{ AlarmName: 'Failing', AlarmDescription: 'Films fail', AWSAccountId: '000000000000', NewStateValue: 'ALARM' },
    ...{ OldStateValue: 'OK', AlarmArn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:Failing' },
    ...{ OKActions: [topic], AlarmActions: [topic], InsufficientDataActions: [] },
    Trigger: {
      ...{ MetricName: 'Failures', Namespace: 'Films', StatisticType: 'Statistic', Statistic: 'SUM', Unit: null },
      ...{ Dimensions: [{ name: 'Stage', value: 'one' }], Period: 60, EvaluationPeriods: 1, DatapointsToAlarm: 1 },
      ...{ ComparisonOperator: 'GreaterThanThreshold', Threshold: 2, TreatMissingData: 'notBreaching' },
    },
  });
  expect(message.NewStateReason).toMatch(
    /^Threshold Crossed: 1 out of the last 1 datapoints \[3\.0 \(\d\d\/\d\d\/\d\d \d\d:\d\d:00\)\] was greater than the threshold \(2\.0\) \(minimum 1 datapoint for OK -> ALARM transition\)\.$/,
  );

  const sqs = new SQSClient(monitored.laptop.clientConfig);
  const details = new Map<string, Record<string, unknown>>();
  await until(async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, VisibilityTimeout: 300 }),
    );
    for (const { Body = '' } of Messages) {
      const { detail } = JSON.parse(Body);
      if (detail.alarmName === 'Failing') details.set(`${detail.previousState.value} ${detail.state.value}`, detail);
    }
    return details.size === 3;
  });
  sqs.destroy();
  expect(details.get('OK ALARM')).toMatchObject({
    state: { value: 'ALARM', reason: message.NewStateReason },
    configuration: {
      description: 'Films fail',
      metrics: [
        {
          metricStat: {
            ...{ period: 60, stat: 'Sum' },
            metric: { namespace: 'Films', name: 'Failures', dimensions: { Stage: 'one' } },
          },
          returnData: true,
        },
      ],
    },
  });

  const { AlarmHistoryItems = [] } = await monitored.cloudWatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName: 'Failing', ScanBy: 'TimestampAscending' }),
  );
  expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm "Failing" created',
    'Alarm updated from INSUFFICIENT_DATA to OK',
    `Successfully executed action ${topic}`,
    'Alarm updated from OK to ALARM',
    `Successfully executed action ${topic}`,
    'Alarm updated from ALARM to OK',
    `Successfully executed action ${topic}`,
  ]);
});

test('an alarm of 2 out of 3 periods slides over the minutes', async () => {
  const Dimensions = [{ Name: 'Stage', Value: 'two' }];
  await put('Twice', { Dimensions, Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
  await plays(5, 'two');
  await monitored.pass(5);
  expect(await state('Twice')).toBe('OK');
  await plays(5, 'two');
  await monitored.pass(1);
  expect(await state('Twice')).toBe('ALARM');
  await monitored.pass(24);
  expect(await state('Twice')).toBe('OK');
});

test('an alarm watches a percentile', async () => {
  const Dimensions = [{ Name: 'Stage', Value: 'slow' }];
  await put('Slow', { Dimensions, Statistic: undefined, ExtendedStatistic: 'p95', Threshold: 9 });
  for (let value = 1; value <= 10; value++) await plays(value, 'slow');
  await monitored.pass(1);
  expect(await state('Slow')).toBe('ALARM');
});

test('an alarm watches an expression', async () => {
  const metric = (Id: string, stage: string) => ({
    ...{ Id, ReturnData: false },
    MetricStat: {
      Metric: { Namespace: 'Films', MetricName: 'Failures', Dimensions: [{ Name: 'Stage', Value: stage }] },
      ...{ Period: 60, Stat: 'Sum' },
    },
  });
  await monitored.cloudWatch.send(
    new PutMetricAlarmCommand({
      ...{ AlarmName: 'Ratio', EvaluationPeriods: 1, Threshold: 10, ComparisonOperator: 'GreaterThanThreshold' },
      Metrics: [
        { Id: 'rate', Expression: 'IF(FILL(errors, 0) >= 5, 100 * errors / requests, 0)', Label: 'rate' },
        ...[metric('errors', 'errors'), metric('requests', 'requests')],
      ],
    }),
  );
  await plays(4, 'errors');
  await plays(10, 'requests');
  await monitored.pass(1);
  expect(await state('Ratio')).toBe('OK');
  await plays(5, 'errors');
  await plays(10, 'requests');
  await monitored.pass(1);
  expect(await state('Ratio')).toBe('ALARM');
});

test('without data, an alarm does what it says about missing data', async () => {
  const Dimensions = [{ Name: 'Stage', Value: 'silent' }];
  await put('Breaching', { Dimensions, TreatMissingData: 'breaching' });
  await put('Missing', { Dimensions, TreatMissingData: undefined });
  await put('Ignored', { Dimensions, TreatMissingData: 'ignore' });
  await monitored.cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName: 'Ignored', StateValue: 'ALARM', StateReason: 'by hand' }),
  );
  await monitored.cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName: 'Missing', StateValue: 'ALARM', StateReason: 'by hand' }),
  );
  await monitored.pass(1);
  const states = await monitored.states();
  expect([states.Breaching, states.Missing, states.Ignored]).toEqual(['ALARM', 'INSUFFICIENT_DATA', 'ALARM']);
});

test('a composite alarm follows its children at once, and only its own actions are carried out', async () => {
  const { cloudWatch } = monitored;
  const Dimensions = [{ Name: 'Stage', Value: 'composite' }];
  await put('Short', { Dimensions, AlarmActions: [] });
  await put('Long', { Dimensions, AlarmActions: [] });
  await cloudWatch.send(
    new PutCompositeAlarmCommand({
      AlarmName: 'Both',
      AlarmRule: 'ALARM(Short) AND ALARM("Long")',
      AlarmActions: [topic],
    }),
  );
  await cloudWatch.send(
    new PutCompositeAlarmCommand({ AlarmName: 'Chained', AlarmRule: 'ALARM(Both) AND NOT ALARM(Short)' }),
  );
  const set = (AlarmName: string, StateValue: 'ALARM' | 'OK') =>
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'by hand' }));
  await set('Short', 'ALARM');
  expect(await state('Both')).toBe('OK');
  await set('Long', 'ALARM');
  expect(await state('Both')).toBe('ALARM');
  expect(await state('Chained')).toBe('OK');
  const sent = published().filter(({ subject }) => subject?.includes('"Both"'));
  expect(sent.map(({ message }) => JSON.parse(message).AlarmRule)).toEqual(['ALARM(Short) AND ALARM("Long")']);
  await set('Short', 'OK');
  expect(await state('Both')).toBe('OK');
});

test('no action is carried out while actions are disabled', async () => {
  const { cloudWatch } = monitored;
  await put('Quiet', { Dimensions: [], AlarmActions: [topic] });
  const set = (StateValue: 'ALARM' | 'OK') =>
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName: 'Quiet', StateValue, StateReason: 'by hand' }));
  const sent = () => published().filter(({ subject }) => subject?.includes('"Quiet"')).length;
  await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['Quiet'] }));
  await set('ALARM');
  expect(sent()).toBe(0);
  await set('OK');
  await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: ['Quiet'] }));
  await set('ALARM');
  expect(sent()).toBe(1);
});

test('a topic that does not allow CloudWatch gets nothing, and the history says so', async () => {
  const closed = (await monitored.laptop.deploy('AWS::SNS::Topic', 'Closed', {})).ref;
  await put('Unheard', { Dimensions: [], AlarmActions: [closed] });
  await monitored.cloudWatch.send(
    new SetAlarmStateCommand({ AlarmName: 'Unheard', StateValue: 'ALARM', StateReason: 'by hand' }),
  );
  const { AlarmHistoryItems = [] } = await monitored.cloudWatch.send(
    new DescribeAlarmHistoryCommand({ AlarmName: 'Unheard', HistoryItemType: 'Action' }),
  );
  expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([`Failed action ${closed}`]);
});

test('alarms are described by name, prefix, state and metric, and deleted', async () => {
  const { cloudWatch } = monitored;
  const Dimensions = [{ Name: 'Stage', Value: 'described' }];
  await put('Described', { Dimensions, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'ignore' });
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'Descr' }));
  expect(MetricAlarms).toMatchObject([
    {
      ...{ AlarmName: 'Described', Namespace: 'Films', MetricName: 'Failures', Dimensions, Statistic: 'Sum' },
      ...{ Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 2, TreatMissingData: 'ignore' },
      ...{ ActionsEnabled: true, StateValue: 'INSUFFICIENT_DATA', StateReason: 'Unchecked: Initial alarm creation' },
    },
  ]);
  const named = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: ['Described'], StateValue: 'ALARM' }));
  expect(named.MetricAlarms).toEqual([]);
  const metric = { Namespace: 'Films', MetricName: 'Failures', Dimensions };
  const byMetric = await cloudWatch.send(new DescribeAlarmsForMetricCommand(metric));
  expect(byMetric.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['Described']);
  await expect(cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['Described', 'nobody'] }))).rejects.toMatchObject(
    { name: expect.stringMatching(/^ResourceNotFound/) },
  );
  expect(await state('Described')).toBe('INSUFFICIENT_DATA');
  await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['Described'] }));
  expect(await state('Described')).toBeUndefined();
});

const query = (Id: string, more: object) => ({ Id, ReturnData: false, ...more });
const stat = { Metric: { Namespace: 'Films', MetricName: 'Failures' }, Period: 60, Stat: 'Sum' };
const single = {
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Statistic: undefined,
  Period: undefined,
};

test.each<[string, Partial<PutMetricAlarmCommandInput>, string]>([
  ['a period that is no multiple of a minute', { Period: 90 }, 'Period must be a multiple of 60'],
  ['a period of less than a minute', { Period: 10 }, 'this runtime keeps no metrics of less than a minute'],
  ['more than a day of minutes', { Period: 60, EvaluationPeriods: 1441 }, 'must be <= 86400'],
  ['more than a week of hours', { Period: 3600, EvaluationPeriods: 169 }, 'must be <= 604800'],
  ['more points to alarm than periods', { DatapointsToAlarm: 2 }, 'at most EvaluationPeriods'],
  ['two statistics', { ExtendedStatistic: 'p99' }, 'either Statistic or ExtendedStatistic'],
  ['no statistic', { Statistic: undefined }, 'either Statistic or ExtendedStatistic'],
  ['a statistic that is not computed', { Statistic: undefined, ExtendedStatistic: 'tm99' }, 'is not supported'],
  ['a metric and Metrics', { Metrics: [query('m', { MetricStat: stat, ReturnData: true })] }, 'must not both'],
  ['an action that is no topic', { AlarmActions: ['arn:aws:automate:eu-west-1:ec2:stop'] }, 'knows topics only'],
  ['another treatment of missing data', { TreatMissingData: 'never' }, "'never' for parameter TreatMissingData"],
  [
    'an id in upper case',
    { ...single, Metrics: [query('M1', { MetricStat: stat, ReturnData: true })] },
    "The id 'M1' must begin with a lower-case letter",
  ],
  ['an expression without a metric', { ...single, Metrics: [{ Id: 'e', Expression: '1' }] }, 'at least one metric'],
  [
    'no result',
    { ...single, Metrics: [query('m', { MetricStat: stat }), query('e', { Expression: 'm' })] },
    'Exactly one of',
  ],
  [
    'two periods',
    {
      ...single,
      Metrics: [
        ...[query('m', { MetricStat: stat }), query('n', { MetricStat: { ...stat, Period: 300 } })],
        { Id: 'e', Expression: 'm + n' },
      ],
    },
    'the same period',
  ],
  [
    'a number as the result',
    { ...single, Metrics: [query('m', { MetricStat: stat }), { Id: 'e', Expression: 'SUM(m)' }] },
    'must be a single time series',
  ],
  [
    'an unknown id in an expression',
    { ...single, Metrics: [query('m', { MetricStat: stat }), { Id: 'e', Expression: 'm + x' }] },
    "Error in expression 'e': Unknown id x",
  ],
])('an alarm is refused with %s', async (_what, more, message) => {
  await expect(put('Refused', more)).rejects.toMatchObject({ message: expect.stringContaining(message) });
});

test('a composite alarm of alarms that do not exist is refused', async () => {
  const composite = new PutCompositeAlarmCommand({ AlarmName: 'Refused', AlarmRule: 'ALARM(nobody)' });
  await expect(monitored.cloudWatch.send(composite)).rejects.toThrow('alarms that do not exist: nobody');
  const suppressed = { AlarmName: 'Refused', AlarmRule: 'TRUE', ActionsSuppressor: 'Both' };
  await expect(monitored.cloudWatch.send(new PutCompositeAlarmCommand(suppressed))).rejects.toThrow(
    'ActionsSuppressor is not supported by this runtime',
  );
});

test('states survive a restart; an alarm that its template no longer has is gone', async () => {
  const first = await startLaptop((kernel) => [createCloudWatch(kernel)]);
  const { AlarmName: _name, ...properties } = alarm('', { TreatMissingData: 'ignore' });
  const { ref } = await first.deploy('AWS::CloudWatch::Alarm', 'Kept', properties);
  await first.deploy('AWS::CloudWatch::Alarm', 'Dropped', properties);
  const set = new SetAlarmStateCommand({ AlarmName: ref, StateValue: 'ALARM', StateReason: 'by hand' });
  const before = new CloudWatchClient(first.clientConfig);
  await before.send(set);
  await before.send(new PutMetricAlarmCommand(alarm('OfTheApi')));
  before.destroy();
  const second = await first.restart();
  await second.deploy('AWS::CloudWatch::Alarm', 'Kept', { ...properties, Threshold: 5 });
  const client = new CloudWatchClient(second.clientConfig);
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
  expect(MetricAlarms.map(({ AlarmName, StateValue, Threshold }) => [AlarmName, StateValue, Threshold])).toEqual([
    ['OfTheApi', 'INSUFFICIENT_DATA', 2],
    [ref, 'ALARM', 5],
  ]);
  const { AlarmHistoryItems = [] } = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: ref }));
  expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
    `Alarm "${ref}" created`,
  ]);
  client.destroy();
  await second.stop();
});

test('alarms of DynamoDB ignore missing data, whatever they say', async () => {
  const metric = { region: 'eu-west-1', namespace: 'AWS/DynamoDB', name: 'ReplicationLatency', dimensions: {} };
  await put('Table', { Namespace: 'AWS/DynamoDB', MetricName: 'ReplicationLatency', Dimensions: [] });
  monitored.record(metric, 10);
  await monitored.pass(1);
  expect(await state('Table')).toBe('ALARM');
  await monitored.pass(5);
  expect(await state('Table')).toBe('ALARM');
  monitored.record(metric, 1);
  await monitored.pass(1);
  expect(await state('Table')).toBe('OK');
});
