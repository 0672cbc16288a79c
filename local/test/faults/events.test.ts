import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FaultPlanInput } from '../../faults/plan';
import type { Kernel } from '../../kernel/kernel';
import { createEvents } from '../../services/events';
import { createS3 } from '../../services/s3';
import { createSqs } from '../../services/sqs';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { until } from '../../testing/until';

type Rule = NonNullable<FaultPlanInput['events']>[number];

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop();
});

/** A rule that sends the app's and S3's events to a queue. */
async function open(events: Rule[], seed = 1, calls: FaultPlanInput['calls'] = []) {
  const kinds: string[] = [];
  const log: Kernel['log'] = (service, message) => service === 'faults' && kinds.push(message);
  const create = (kernel: Kernel) => [createSqs(kernel), createS3(kernel), createEvents(kernel)];
  const laptop: Laptop = await startLaptop(create, { faults: { seed, events, calls }, log });
  const { ref: QueueUrl, attributes } = await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  const Principal = { Service: 'events.amazonaws.com' };
  const statement = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: attributes.Arn };
  const PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  await laptop.deploy('AWS::SQS::QueuePolicy', 'QueuePolicy', { Queues: [QueueUrl], PolicyDocument });
  await laptop.deploy('AWS::Events::Rule', 'Rule', {
    EventPattern: { source: ['app', 'aws.s3'] },
    Targets: [{ Id: 'queue', Arn: attributes.Arn }],
  });
  const [bridge, sqs, s3] = [
    new EventBridgeClient(laptop.clientConfig),
    new SQSClient(laptop.clientConfig),
    new S3Client({ ...laptop.clientConfig, forcePathStyle: true }),
  ];
  opened.push({
    async stop() {
      for (const client of [bridge, sqs, s3]) client.destroy();
      await laptop.stop();
    },
  });
  const putAs = async (DetailType: string, ...numbers: number[]) => {
    for (const number of numbers) {
      const Entry = { Source: 'app', DetailType, Detail: JSON.stringify({ number }) };
      await bridge.send(new PutEventsCommand({ Entries: [Entry] }));
    }
  };
  const received: { number: number; id: string }[] = [];
  return {
    ...{ laptop, s3, kinds },
    putAs,
    put: (...numbers: number[]) => putAs('Thing', ...numbers),
    /** Waits for so many messages, in all, and returns the numbers in their order. */
    async numbers(count: number) {
      await until(async () => {
        const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
        for (const { Body = '', ReceiptHandle } of (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? []) {
          const { id, detail } = JSON.parse(Body);
          received.push({ number: detail.number ?? detail.object.key, id });
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
        return received.length >= count;
      });
      return received.map(({ number }) => number);
    },
    received,
  };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const byNumber = (numbers: number[]) => [...numbers].sort((a, b) => a - b);

test('lost events do not arrive, and those of the same seed are the same', async () => {
  const arrived = async (seed: number) => {
    const { put, numbers, kinds } = await open([{ kind: 'lose', rate: 0.5, source: 'app' }], seed);
    await put(...upTo(20));
    const lost = kinds.filter((kind) => kind === 'event lose').length;
    return byNumber(await numbers(20 - lost));
  };
  const first = await arrived(7);
  expect(first.length).toBeGreaterThan(4);
  expect(first.length).toBeLessThan(16);
  expect(await arrived(7)).toEqual(first);
  expect(await arrived(8)).not.toEqual(first);
});

test('a doubled event arrives twice, with the same id', async () => {
  const { put, numbers, received, kinds } = await open([{ kind: 'double', rate: 1 }]);
  await put(1, 2, 3);
  expect(byNumber(await numbers(6))).toEqual([1, 1, 2, 2, 3, 3]);
  expect(new Set(received.map(({ id }) => id)).size).toBe(3);
  expect(kinds).toEqual(['event double', 'event double', 'event double']);
});

test('an event that changes places comes after the next one for the same target', async () => {
  const { put, putAs, numbers } = await open([{ kind: 'reorder', rate: 1, detailType: 'Held', milliseconds: 600_000 }]);
  await putAs('Held', 1);
  await put(2);
  expect(await numbers(2)).toEqual([2, 1]);
});

test('an event that changes places and has no next one comes after its time', async () => {
  const { put, numbers } = await open([{ kind: 'reorder', rate: 1, milliseconds: 200 }]);
  const startedAt = Date.now();
  await put(1);
  expect(await numbers(1)).toEqual([1]);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
});

test('a late event arrives once, late', async () => {
  const { put, numbers } = await open([{ kind: 'late', rate: 1, milliseconds: 200 }]);
  const startedAt = Date.now();
  await put(1);
  expect(await numbers(1)).toEqual([1]);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190);
});

test('events of S3 are lost and doubled too, and others are spared', async () => {
  const { laptop, s3, put, numbers } = await open([
    { kind: 'double', rate: 1, source: 'aws.s3', detailType: 'Object Created' },
    { kind: 'lose', rate: 1, source: 'aws.s3' },
  ]);
  const { ref: Bucket } = await laptop.deploy('AWS::S3::Bucket', 'Bucket', {
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'film', Body: 'x' }));
  await put(1);
  expect((await numbers(3)).map(String).sort()).toEqual(['1', 'film', 'film']);
});

test('a delivery that fails on demand is repeated, like any other', async () => {
  const caller = 'events.amazonaws.com';
  const { put, numbers, kinds } = await open([], 1, [{ kind: 'fail', when: 'before', rate: 1, times: 1, caller }]);
  await put(1);
  expect(await numbers(1)).toEqual([1]);
  expect(kinds).toEqual(['fail before']);
});
