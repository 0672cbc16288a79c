import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
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
