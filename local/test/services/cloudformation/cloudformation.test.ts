import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { DeployedStack } from '../../../assembly/deployment';
import { createCloudFormation } from '../../../services/cloudformation';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';

const destroyed: string[] = [];

/** A stack with a bucket that is retained and a queue that depends on it. */
const stack = (name: string, terminationProtection: boolean): DeployedStack => ({
  stack: {
    name,
    region: 'eu-west-1',
    description: `${name} of a test`,
    terminationProtection,
    template: {
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
        Queue: { Type: 'AWS::SQS::Queue' },
      },
    },
  },
  order: () => ['Bucket', 'Queue'],
  ref: (logicalId) => `${name}-${logicalId}`.toLowerCase(),
  async destroy(logicalId) {
    destroyed.push(logicalId);
  },
});

let laptop: Laptop;
let client: CloudFormationClient;

beforeEach(async () => {
  destroyed.length = 0;
  const stacks = [stack('Films', false), stack('Users', true)];
  laptop = await startLaptop((kernel) => [createCloudFormation(kernel, () => stacks)]);
  client = new CloudFormationClient(laptop.clientConfig);
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

test('the stacks of the assembly are listed and described', async () => {
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  expect(StackSummaries.map(({ StackName }) => StackName)).toEqual(['Films', 'Users']);
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: 'Users' }));
  expect(Stacks).toMatchObject([{ Description: 'Users of a test', EnableTerminationProtection: true }]);
  await expect(client.send(new DescribeStacksCommand({ StackName: 'None' }))).rejects.toMatchObject({
    name: 'ValidationError',
  });
});

test('the resources of a stack are listed, and a stack is found by one of them', async () => {
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName: 'Films' }));
  expect(StackResourceSummaries.map((one) => [one.LogicalResourceId, one.PhysicalResourceId])).toEqual([
    ['Bucket', 'films-bucket'],
    ['Queue', 'films-queue'],
  ]);
  const byResource = new DescribeStackResourcesCommand({ PhysicalResourceId: 'users-queue' });
  const { StackResources = [] } = await client.send(byResource);
  expect(new Set(StackResources.map(({ StackName }) => StackName))).toEqual(new Set(['Users']));
});

test('a deleted stack keeps what its template retains; a protected stack is not deleted', async () => {
  await client.send(new DeleteStackCommand({ StackName: 'Films' }));
  const deleted = await until(async () => {
    const query = new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] });
    return (await client.send(query)).StackSummaries?.[0];
  });
  expect([deleted.StackName, destroyed]).toEqual(['Films', ['Queue']]);
  await expect(client.send(new DeleteStackCommand({ StackName: 'Users' }))).rejects.toMatchObject({
    message: expect.stringContaining('TerminationProtection'),
  });
});
