import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createSqs } from '../../../services/sqs';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let client: SQSClient;
const connect = () => {
  client = new SQSClient(laptop.clientConfig);
};

beforeEach(async () => {
  laptop = await startLaptop((kernel) => [createSqs(kernel)]);
  connect();
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

test('messages, their receive counts and timeouts survive a restart, in order', async () => {
  const { ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  for (const MessageBody of ['a', 'b', 'c']) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
  await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 1000, MaxNumberOfMessages: 1 }));
  client.destroy();
  laptop = await laptop.restart();
  connect();
  const { ref } = await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  const attributes = new GetQueueAttributesCommand({ QueueUrl: ref, AttributeNames: ['All'] });
  expect((await client.send(attributes)).Attributes).toMatchObject({
    ApproximateNumberOfMessages: '2',
    ApproximateNumberOfMessagesNotVisible: '1',
  });
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: ref, MaxNumberOfMessages: 10 }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['b', 'c']);
});

test('a queue URL of before a restart, with another port, still names the queue', async () => {
  await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  const { MessageId } = await laptop.kernel.call<{ MessageId: string }>({
    service: 'sqs',
    operation: 'SendMessage',
    region: 'eu-west-1',
    principal: { kind: 'root', accountId: '000000000000' },
    input: { QueueUrl: 'http://127.0.0.1:1/000000000000/test-queue', MessageBody: 'x' },
  });
  expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
});

test('stopping ends long polls', async () => {
  const { ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', 'Queue', { ReceiveMessageWaitTimeSeconds: 20 });
  let isOver = false;
  // This ends before a poll that waits for its full time.
  const end = setTimeout(() => {
    isOver = true;
  }, 20_000);
  const waiting = laptop.kernel.call({
    service: 'sqs',
    operation: 'ReceiveMessage',
    region: 'eu-west-1',
    principal: { kind: 'root', accountId: '000000000000' },
    input: { QueueUrl },
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  client.destroy();
  laptop = await laptop.restart();
  connect();
  expect(await waiting).toEqual({});
  expect(isOver).toBe(false);
  clearTimeout(end);
});

test('messages older than the retention period are gone', async () => {
  const { ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', 'Queue', { MessageRetentionPeriod: 60 });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'old' }));
  const now = Date.now();
  (laptop.kernel as { now(): number }).now = () => now + 61_000;
  expect((await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toBeUndefined();
});

test('a queue takes messages and batches of at most 256 KB, of XML characters only', async () => {
  const { ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(262_144) }));
  await expect(
    client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(262_145) })),
  ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(140_000) }));
  await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
    name: 'BatchRequestTooLong',
  });
  await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: '\u0000' }))).rejects.toMatchObject({
    name: 'InvalidMessageContents',
  });
});

test('a FIFO queue is refused by name', async () => {
  await expect(laptop.deploy('AWS::SQS::Queue', 'Queue', { FifoQueue: true })).rejects.toThrow('FifoQueue');
});
