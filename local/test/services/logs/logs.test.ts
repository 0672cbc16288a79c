import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createCloudWatch } from '../../../services/cloudwatch';
import { createLogs, type Logs } from '../../../services/logs';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let logs: Logs;
let client: CloudWatchLogsClient;

beforeEach(async () => {
  laptop = await startLaptop((kernel) => {
    const cloudWatch = createCloudWatch(kernel);
    logs = createLogs(kernel, cloudWatch.extract);
    return [cloudWatch, logs];
  });
  client = new CloudWatchLogsClient(laptop.clientConfig);
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

const stream = '2025/11/23/[$LATEST]0123';

test('lines of a function are found again after a restart', async () => {
  logs.write('eu-west-1', '/aws/lambda/ingest', stream, ['one', 'two 2', 'three 2']);
  client.destroy();
  laptop = await laptop.restart();
  client = new CloudWatchLogsClient(laptop.clientConfig);
  const logGroupName = '/aws/lambda/ingest';
  const all = await client.send(new GetLogEventsCommand({ logGroupName, logStreamName: stream }));
  expect(all.events?.map(({ message }) => message)).toEqual(['one', 'two 2', 'three 2']);
  const found = await client.send(new FilterLogEventsCommand({ logGroupName, filterPattern: '2 "two "' }));
  expect(found.events).toMatchObject([{ message: 'two 2', logStreamName: stream }]);
  await expect(
    client.send(new FilterLogEventsCommand({ logGroupName, filterPattern: '{ $.level = "ERROR" }' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('each event is deleted after the retention of its group, also in a stream that goes on', async () => {
  await laptop.deploy('AWS::Logs::LogGroup', 'Short', { LogGroupName: 'short', RetentionInDays: 7 });
  const messages = async (logGroupName: string) => {
    const { events = [] } = await client.send(new GetLogEventsCommand({ logGroupName, logStreamName: stream }));
    return events.map(({ message }) => message);
  };
  const write = (text: string) => {
    for (const group of ['short', 'endless']) logs.write('eu-west-1', group, stream, [text]);
  };
  write('first');
  await laptop.later(5);
  write('second');
  await laptop.later(3);
  expect([await messages('short'), await messages('endless')]).toEqual([['second'], ['first', 'second']]);
  await laptop.later(5);
  expect(await messages('short')).toEqual([]);
});

test('a stream is read forwards and backwards in pages', async () => {
  logs.write('eu-west-1', 'group', stream, ['1', '2', '3', '4', '5']);
  const page = async (more: object) => {
    const request = { logGroupName: 'group', logStreamName: stream, limit: 2, ...more };
    const { events, ...tokens } = await client.send(new GetLogEventsCommand(request));
    return { messages: events?.map(({ message }) => message).join(''), ...tokens };
  };
  const first = await page({ startFromHead: true });
  const second = await page({ nextToken: first.nextForwardToken });
  const last = await page({});
  const before = await page({ nextToken: last.nextBackwardToken });
  expect([first, second, last, before].map(({ messages }) => messages)).toEqual(['12', '34', '45', '23']);
});

test('events are put to streams that exist, in order of time', async () => {
  const { ref: logGroupName } = await laptop.deploy('AWS::Logs::LogGroup', 'Group', { RetentionInDays: 7 });
  const put = (timestamps: number[]) =>
    client.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: 's',
        logEvents: timestamps.map((timestamp) => ({ timestamp, message: String(timestamp) })),
      }),
    );
  await expect(put([1])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const create = new CreateLogStreamCommand({ logGroupName, logStreamName: 's' });
  await client.send(create);
  await expect(client.send(create)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  await expect(put([2, 1])).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await put([1, 2]);
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
  expect(logGroups).toMatchObject([{ logGroupName, retentionInDays: 7 }]);
});

test('metrics come from calls and from log lines in the embedded format', async () => {
  const metrics = new CloudWatchClient(laptop.clientConfig);
  const Dimensions = [{ Name: 'service', Value: 'api' }];
  const MetricData = [{ MetricName: 'plays', Value: 2, Dimensions }];
  await metrics.send(new PutMetricDataCommand({ Namespace: 'OmniStream', MetricData }));
  const embedded = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'OmniStream', Dimensions: [['service']], Metrics: [{ Name: 'plays' }] }],
    },
    service: 'api',
    plays: [3, 4],
  };
  logs.write('eu-west-1', 'group', stream, [JSON.stringify(embedded), 'not { json "_aws"']);
  const { MetricDataResults } = await metrics.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: ['Sum', 'Maximum', 'SampleCount'].map((Stat) => ({
        Id: Stat.toLowerCase(),
        MetricStat: { Metric: { Namespace: 'OmniStream', MetricName: 'plays', Dimensions }, Period: 86_400, Stat },
      })),
    }),
  );
  expect(MetricDataResults?.map(({ Values }) => Values)).toEqual([[9], [4], [3]]);
  metrics.destroy();
});

test('a group is made once, and its streams are listed by prefix', async () => {
  const logGroupName = '/films/made';
  const create = new CreateLogGroupCommand({ logGroupName });
  await client.send(create);
  await expect(client.send(create)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  for (const logStreamName of ['a/1', 'a/2', 'b/1']) {
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }
  const list = async (logStreamNamePrefix?: string) => {
    const { logStreams = [] } = await client.send(new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix }));
    return logStreams.map((one) => one.logStreamName).sort();
  };
  expect([await list('a/'), await list()]).toEqual([
    ['a/1', 'a/2'],
    ['a/1', 'a/2', 'b/1'],
  ]);
});
