import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { createCloudWatch } from '../../../services/cloudwatch';
import { startLaptop } from '../../../testing/start-services';

test('metrics are listed by namespace, name and dimension', async () => {
  const laptop = await startLaptop((kernel) => [createCloudWatch(kernel)]);
  const client = new CloudWatchClient(laptop.clientConfig);
  const metric = (MetricName: string, stage: string) => ({
    MetricName,
    Dimensions: [{ Name: 'Stage', Value: stage }],
  });
  const put = (Namespace: string, ...MetricData: ReturnType<typeof metric>[]) =>
    client.send(new PutMetricDataCommand({ Namespace, MetricData: MetricData.map((one) => ({ ...one, Value: 1 })) }));
  await put('Films', metric('Plays', 'dev'), metric('Plays', 'prod'), metric('Stops', 'dev'));
  await put('Other', metric('Plays', 'dev'));
  const list = async (query: object) => {
    const { Metrics = [] } = await client.send(new ListMetricsCommand(query));
    return Metrics.map((one) => [one.Namespace, one.MetricName, one.Dimensions?.[0]?.Value].join(' ')).sort();
  };
  expect(await list({})).toEqual(['Films Plays dev', 'Films Plays prod', 'Films Stops dev', 'Other Plays dev']);
  expect(await list({ Namespace: 'Films', MetricName: 'Plays' })).toEqual(['Films Plays dev', 'Films Plays prod']);
  const Dimensions = [{ Name: 'Stage', Value: 'prod' }];
  expect(await list({ Dimensions })).toEqual(['Films Plays prod']);
  client.destroy();
  await laptop.stop();
});

test('metrics are read as statistics, percentiles and expressions', async () => {
  const laptop = await startLaptop((kernel) => [createCloudWatch(kernel)]);
  const client = new CloudWatchClient(laptop.clientConfig);
  const StartTime = new Date(Math.floor(Date.now() / 300_000) * 300_000 - 600_000);
  const at = (minutes: number) => new Date(StartTime.getTime() + minutes * 60_000);
  const put = (MetricName: string, Timestamp: Date, ...Values: number[]) =>
    client.send(new PutMetricDataCommand({ Namespace: 'Films', MetricData: [{ MetricName, Timestamp, Values }] }));
  await put('Errors', at(1), 1, 2);
  await put('Requests', at(1), 10);
  await put('Requests', at(6), 20);
  const range = { StartTime, EndTime: at(10) };
  const metric = (Id: string, MetricName: string) => ({
    ...{ Id, ReturnData: false },
    MetricStat: { Metric: { Namespace: 'Films', MetricName }, Period: 300, Stat: 'Sum' },
  });
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      ...{ ...range, ScanBy: 'TimestampAscending' },
      MetricDataQueries: [
        { Id: 'rate', Expression: '100 * FILL(e, 0) / r' },
        { ...metric('p', 'Errors'), ReturnData: true },
        ...[metric('e', 'Errors'), metric('r', 'Requests')],
      ],
    }),
  );
  expect(MetricDataResults?.map(({ Id, Values }) => [Id, Values])).toEqual([
    ['rate', [30, 0]],
    ['p', [3]],
  ]);
  const { Datapoints } = await client.send(
    new GetMetricStatisticsCommand({
      ...{ ...range, Namespace: 'Films', MetricName: 'Errors', Period: 300 },
      ...{ Statistics: ['Average', 'SampleCount'], ExtendedStatistics: ['p99'] },
    }),
  );
  expect(Datapoints).toEqual([{ Timestamp: StartTime, Average: 1.5, SampleCount: 2, ExtendedStatistics: { p99: 2 } }]);
  const faulty = new GetMetricDataCommand({ ...range, MetricDataQueries: [{ Id: 'x', Expression: 'y + 1' }] });
  await expect(client.send(faulty)).rejects.toThrow("Error in expression 'x': Unknown id y");
  client.destroy();
  await laptop.stop();
});
