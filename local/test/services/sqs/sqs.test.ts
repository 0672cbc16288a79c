import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createSqs } from '../../../services/sqs';
import { needs } from '../../../testing/needs';
import { startLaptop } from '../../../testing/start-services';
import { startMoto } from '../../support/moto';

interface Backend {
  readonly client: SQSClient;
  /** URLs. */
  readonly queue: string;
  readonly deadLetters: string;
  /** Otherwise only a new backend has empty queues, because a queue can be purged at most once a minute. */
  clear?(): Promise<void>;
  stop(): Promise<void>;
}

async function laptopBackend(): Promise<Backend> {
  const laptop = await startLaptop((kernel) => [createSqs(kernel)]);
  const dead = await laptop.deploy('AWS::SQS::Queue', 'Dead', {});
  const { ref: queue } = await laptop.deploy('AWS::SQS::Queue', 'Queue', {
    VisibilityTimeout: 1,
    RedrivePolicy: { deadLetterTargetArn: dead.attributes.Arn, maxReceiveCount: 2 },
  });
  const client = new SQSClient(laptop.clientConfig);
  return {
    client,
    queue,
    deadLetters: dead.ref,
    async stop() {
      client.destroy();
      await laptop.stop();
    },
  };
}

async function motoBackend(): Promise<Backend> {
  const moto = await startMoto();
  const client = new SQSClient({
    endpoint: moto.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' },
  });
  const create = async (QueueName: string, Attributes?: Record<string, string>) =>
    (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl as string;
  const deadLetters = await create('dead');
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetters, AttributeNames: ['QueueArn'] }),
  );
  const queue = await create('queue', {
    VisibilityTimeout: '1',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 2 }),
  });
  return {
    client,
    queue,
    deadLetters,
    async clear() {
      for (const QueueUrl of [queue, deadLetters]) await client.send(new PurgeQueueCommand({ QueueUrl }));
    },
    async stop() {
      client.destroy();
      moto.stop();
    },
  };
}

const backends = [
  { name: 'laptop', test, start: laptopBackend },
  { name: 'moto', test: needs('moto').test, start: motoBackend },
];

describe.each(backends)('SQS on $name', ({ test, start }) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await start();
  });
  beforeEach(async () => {
    if (backend.clear) return backend.clear();
    await backend.stop();
    backend = await start();
  });
  afterAll(() => backend?.stop());

  const send = (MessageBody: string, more: object = {}) =>
    backend.client.send(new SendMessageCommand({ QueueUrl: backend.queue, MessageBody, ...more }));
  const receive = async (more: object = {}, QueueUrl = backend.queue) =>
    (await backend.client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];

  test('refuses a second purge within a minute', async () => {
    // moto has no limit for purges.
    if (backend.clear) return;
    const purge = () => backend.client.send(new PurgeQueueCommand({ QueueUrl: backend.queue }));
    await send('gone');
    await purge();
    expect(await receive()).toEqual([]);
    await expect(purge()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
  });

  test('delivers a body and its attributes, whose digests the client checks', async () => {
    const MessageAttributes = {
      text: { DataType: 'String', StringValue: 'ä' },
      number: { DataType: 'Number', StringValue: '12.5' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
    };
    const { MessageId } = await send('Grüße', { MessageAttributes });
    const [message] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({ MessageId, Body: 'Grüße', MessageAttributes });
    expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' });
    expect(Math.abs(Number(message?.Attributes?.SentTimestamp) - Date.now())).toBeLessThan(10_000);
  });

  test('hides a received message until its visibility timeout, and for good once deleted', async () => {
    await send('hidden');
    const [first] = await receive();
    expect(await receive()).toEqual([]);
    const [again] = await receive({ WaitTimeSeconds: 3, MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(again?.MessageId).toBe(first?.MessageId);
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
    await backend.client.send(
      new DeleteMessageCommand({ QueueUrl: backend.queue, ReceiptHandle: again?.ReceiptHandle }),
    );
    expect(await receive({ WaitTimeSeconds: 2 })).toEqual([]);
  });

  test('a visibility timeout of zero gives a message back at once', async () => {
    await send('back');
    const [first] = await receive({ VisibilityTimeout: 60 });
    await backend.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: backend.queue,
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect((await receive())[0]?.MessageId).toBe(first?.MessageId);
  });

  test('a delayed message comes when its time has come', async () => {
    await send('late', { DelaySeconds: 1 });
    expect(await receive()).toEqual([]);
    expect(await receive({ WaitTimeSeconds: 3 })).toHaveLength(1);
  });

  test('a long poll ends with the message that it waited for', async () => {
    let isOver = false;
    // This ends before a poll that waits for its full time.
    const end = setTimeout(() => {
      isOver = true;
    }, 20_000);
    const waiting = receive({ WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await send('awaited');
    expect((await waiting)[0]?.Body).toBe('awaited');
    expect(isOver).toBe(false);
    clearTimeout(end);
  });

  test('a message received too often is moved to the dead letters', async () => {
    const { MessageId } = await send('poison');
    await receive({ VisibilityTimeout: 0 });
    await receive({ VisibilityTimeout: 0 });
    expect(await receive()).toEqual([]);
    expect((await receive({}, backend.deadLetters))[0]).toMatchObject({ MessageId, Body: 'poison' });
  });

  test('sends and deletes batches of up to ten, each entry for itself', async () => {
    const sendBatch = (ids: string[]) =>
      backend.client.send(
        new SendMessageBatchCommand({
          QueueUrl: backend.queue,
          Entries: ids.map((Id) => ({ Id, MessageBody: `body ${Id}` })),
        }),
      );
    await expect(sendBatch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(sendBatch(['a', 'a'])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
    await expect(sendBatch(Array.from({ length: 11 }, (_, n) => `n${n}`))).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequest',
    });
    const { Successful } = await sendBatch(['a', 'b', 'c']);
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'b', 'c']);
    const messages = await receive({ MaxNumberOfMessages: 10, VisibilityTimeout: 60 });
    expect(messages).toHaveLength(3);
    const deleted = await backend.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: backend.queue,
        Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    expect(deleted.Successful).toHaveLength(3);
  });

  test('counts its messages', async () => {
    await send('one');
    await send('two');
    await receive({ VisibilityTimeout: 60 });
    const { Attributes } = await backend.client.send(
      new GetQueueAttributesCommand({ QueueUrl: backend.queue, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      VisibilityTimeout: '1',
    });
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '{}')).toMatchObject({ maxReceiveCount: 2 });
  });

  test('refuses what no queue takes', async () => {
    await expect(send('x'.repeat(262_145 * 4))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await expect(backend.client.send(new GetQueueUrlCommand({ QueueName: 'no-such-queue' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    await expect(
      backend.client.send(new DeleteMessageCommand({ QueueUrl: backend.queue, ReceiptHandle: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });
});
