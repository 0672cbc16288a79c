import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import { createCloudWatch } from '../../../services/cloudwatch';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let client: CloudWatchClient;
beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createCloudWatch(kernel)]);
  client = new CloudWatchClient(laptop.clientConfig);
});
afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

const metric = { type: 'metric', width: 12, properties: { region: 'eu-west-1', metrics: [['AWS/Lambda', 'Errors']] } };
const put = (widgets: unknown) =>
  client.send(new PutDashboardCommand({ DashboardName: 'Other', DashboardBody: JSON.stringify({ widgets }) }));

test('the dashboard of a template is listed and read, in every region', async () => {
  const DashboardBody = JSON.stringify({ widgets: [metric, { type: 'text', properties: { markdown: '# Films' } }] });
  const { ref } = await laptop.deploy('AWS::CloudWatch::Dashboard', 'Films', { DashboardBody }, 'us-east-1');
  const { DashboardEntries } = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: 'test-' }));
  expect(DashboardEntries?.map(({ DashboardName }) => DashboardName)).toEqual([ref]);
  const found = await client.send(new GetDashboardCommand({ DashboardName: ref }));
  expect(found.DashboardArn).toBe(`arn:aws:cloudwatch::000000000000:dashboard/${ref}`);
  expect(found.DashboardBody).toBe(DashboardBody);
});

test('a dashboard is put and deleted', async () => {
  await put([metric]);
  await client.send(new DeleteDashboardsCommand({ DashboardNames: ['Other'] }));
  await expect(client.send(new GetDashboardCommand({ DashboardName: 'Other' }))).rejects.toMatchObject({
    name: expect.stringMatching(/^DashboardNotFoundError|ResourceNotFound/),
  });
});

test.each([
  ['no list of widgets', 'none', 'Should be an array'],
  ['an unknown type', [{ ...metric, type: 'chart' }], '/widgets/0/type'],
  ['a metric widget without a region', [{ ...metric, properties: { metrics: [] } }], "required property 'region'"],
  ['a text widget without text', [{ type: 'text', properties: {} }], "required property 'markdown'"],
  ['a widget that is too wide', [metric, { ...metric, width: 25 }], '/widgets/1/width'],
])('a dashboard is refused with %s', async (_what, widgets, message) => {
  await expect(put(widgets)).rejects.toMatchObject({ message: expect.stringContaining(message) });
});

test('a body that is not JSON is refused', async () => {
  await expect(laptop.deploy('AWS::CloudWatch::Dashboard', 'Broken', { DashboardBody: '{' })).rejects.toThrow(
    'must be a valid JSON object',
  );
});
