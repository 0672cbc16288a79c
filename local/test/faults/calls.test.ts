import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FaultPlanInput } from '../../faults/plan';
import type { Kernel } from '../../kernel/kernel';
import { createS3 } from '../../services/s3';
import { createSqs } from '../../services/sqs';
import { type Laptop, startLaptop } from '../../testing/start-services';

type Rule = NonNullable<FaultPlanInput['calls']>[number];
type Line = { message: string; fields: Readonly<Record<string, unknown>> };

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop();
});

/** A queue and a bucket, with clients of both. `config`: of the clients, which try once by default. */
async function open(calls: Rule[], config: object = {}, seed = 1) {
  const lines: Line[] = [];
  const log: Kernel['log'] = (service, message, fields = {}) => service === 'faults' && lines.push({ message, fields });
  const faults = { seed, calls };
  const laptop: Laptop = await startLaptop((kernel) => [createSqs(kernel), createS3(kernel)], { faults, log });
  const { ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', 'Queue', {});
  const { ref: Bucket } = await laptop.deploy('AWS::S3::Bucket', 'Bucket', {});
  const clientConfig = { ...laptop.clientConfig, maxAttempts: 1, ...config };
  const [sqs, s3] = [new SQSClient(clientConfig), new S3Client({ ...clientConfig, forcePathStyle: true })];
  opened.push({
    async stop() {
      sqs.destroy();
      s3.destroy();
      await laptop.stop();
    },
  });
  const receive = (MaxNumberOfMessages = 10) => sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages }));
  return {
    ...{ laptop, s3, Bucket, lines, receive },
    send: (MessageBody = 'a') => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
    async bodies() {
      const { Messages = [] } = await receive();
      return Messages.map(({ Body }) => Body);
    },
  };
}

const sending = { service: 'sqs', operation: 'SendMessage', rate: 1 } as const;

test('a throttled call has no effect, and a client that tries again succeeds', async () => {
  const { send, bodies, lines } = await open([{ ...sending, kind: 'throttle', times: 1 }], { maxAttempts: 2 });
  const { $metadata } = await send();
  expect($metadata.attempts).toBe(2);
  expect(await bodies()).toEqual(['a']);
  expect(lines).toMatchObject([{ message: 'throttle', fields: { call: 'sqs:SendMessage', caller: 'owner', n: 1 } }]);
});

test.each([
  ['before', [] as string[]],
  ['after', ['a']],
] as const)('a call that fails %s it ran is a 500, and its effect is %j', async (when, effect) => {
  const { send, bodies } = await open([{ ...sending, kind: 'fail', when }]);
  await expect(send()).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  expect(await bodies()).toEqual(effect);
});

test('a client that tries again after a lost answer does the same twice', async () => {
  const { send, bodies } = await open([{ ...sending, kind: 'fail', when: 'after', times: 1 }], { maxAttempts: 2 });
  await send();
  expect(await bodies()).toEqual(['a', 'a']);
});

test('without a choice, some calls have run before they fail and others not, by the seed', async () => {
  const { send, lines } = await open([{ ...sending, kind: 'fail' }]);
  for (let index = 0; index < 12; index += 1) await send().catch(() => {});
  expect(new Set(lines.map(({ message }) => message))).toEqual(new Set(['fail before', 'fail after']));
});

test.each([
  ['before', [] as string[]],
  ['after', ['a']],
] as const)('a call that hangs %s it ran lasts as long as its client waits', async (when, effect) => {
  const requestHandler = { requestTimeout: 300, throwOnRequestTimeout: true };
  const { send, bodies } = await open([{ ...sending, kind: 'hang', when }], { requestHandler });
  const startedAt = Date.now();
  await expect(send()).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290);
  expect(await bodies()).toEqual(effect);
});

test('a call that hangs does not outlive the runtime', async () => {
  const { laptop, send, lines } = await open([{ ...sending, kind: 'hang' }]);
  const hanging = send().catch((error) => error);
  while (lines.length === 0) await new Promise((done) => setTimeout(done, 5));
  opened.pop();
  await laptop.stop();
  expect(await hanging).toBeInstanceOf(Error);
});

test.each(['before', 'after'] as const)('a late answer (%s) takes its time, and is complete', async (when) => {
  const { send, bodies } = await open([{ ...sending, kind: 'late', when, milliseconds: 400 }]);
  const startedAt = Date.now();
  await send();
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(390);
  expect(await bodies()).toEqual(['a']);
});

test('objects of S3 are refused before their bytes are read, and lost after they were written', async () => {
  const { s3, Bucket } = await open([
    { service: 's3', operation: 'PutObject', kind: 'throttle', rate: 1, times: 1 },
    { service: 's3', operation: 'PutObject', kind: 'fail', when: 'after', rate: 1, times: 1 },
    { service: 's3', operation: 'GetObject', kind: 'fail', when: 'after', rate: 1, times: 1 },
  ]);
  const put = () => s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: Buffer.alloc(300_000, 'x') }));
  const get = () => s3.send(new GetObjectCommand({ Bucket, Key: 'k' }));
  await expect(put()).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  await expect(put()).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
  await expect(get()).rejects.toMatchObject({ name: 'InternalError' });
  const { Body } = await get();
  expect(await Body?.transformToString()).toHaveLength(300_000);
});

test('a caller without a permission is denied, not struck', async () => {
  const { laptop, lines } = await open([{ kind: 'fail', rate: 1 }]);
  const anonymous = await fetch(`${laptop.clientConfig.endpoint}/test-bucket/k`);
  expect(anonymous.status).toBe(403);
  expect(lines).toEqual([]);
});

test('a rule concerns its own callers and resources only', async () => {
  const { send } = await open([
    { ...sending, kind: 'fail', caller: 'events.amazonaws.com' },
    { ...sending, kind: 'fail', resource: 'another-queue' },
  ]);
  await send();
});

describe('calls of services within the runtime', () => {
  const call = (laptop: Laptop, fallible?: boolean) => {
    const { kernel } = laptop;
    const principal = { kind: 'root', accountId: kernel.accountId } as const;
    const request = { service: 's3', operation: 'ListBuckets', region: kernel.region, principal };
    return kernel.call({ ...request, fallible });
  };

  test('are spared, unless their errors reach the app', async () => {
    const { laptop } = await open([{ kind: 'fail', rate: 1 }]);
    await expect(call(laptop)).resolves.toBeDefined();
    await expect(call(laptop, true)).rejects.toMatchObject({ name: 'InternalError' });
  });

  test('that hang end by a limit of their own', async () => {
    const { laptop } = await open([{ kind: 'hang', rate: 1, milliseconds: 50 }]);
    await expect(call(laptop, true)).rejects.toMatchObject({ name: 'InternalError' });
  });
});

test('the same seed gives the same faults for the same calls, whoever comes first', async () => {
  const calls: Rule[] = [
    { kind: 'throttle', rate: 0.2 },
    { kind: 'fail', rate: 0.2 },
  ];
  const found = async (seed: number, atOnce: number) => {
    const { send, s3, Bucket, lines } = await open(calls, {}, seed);
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    for (let index = 0; index < 40; index += atOnce) {
      const turn = Array.from({ length: atOnce }, (_, more) => [send(), put(`${index + more}`)]).flat();
      await Promise.allSettled(turn);
    }
    return lines.map(({ message, fields }) => `${fields.call} ${fields.n} ${message}`).sort();
  };
  const oneByOne = await found(7, 1);
  expect(oneByOne.length).toBeGreaterThan(15);
  expect(await found(7, 8)).toEqual(oneByOne);
  expect(await found(8, 8)).not.toEqual(oneByOne);
});

test('what was injected is counted by kind, for the log and in one line', async () => {
  const { laptop, send, lines } = await open([{ ...sending, kind: 'throttle', times: 2 }]);
  for (let index = 0; index < 3; index += 1) await send().catch(() => {});
  opened.pop();
  await laptop.stop();
  expect(lines.at(-1)).toEqual({
    message: 'total',
    fields: { seed: 1, calls: 3, deliveries: 0, injected: { throttle: 2 } },
  });
});
