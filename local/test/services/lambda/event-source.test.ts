import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetEventSourceMappingCommand, LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clockOf } from '../../../kernel/clock';
import { createDynamoDb } from '../../../services/dynamodb';
import { createLambda } from '../../../services/lambda';
import { createS3 } from '../../../services/s3';
import { createSqs } from '../../../services/sqs';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';

const TableName = 'test-table';
const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((name) => `dynamodb:${name}`);
const table = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

/** A function that returns the content of the file `answer.js`, and records which records it received. */
const source = `
  const { appendFileSync, readFileSync } = require('node:fs');
  exports.handler = async ({ Records }) => {
    const ids = Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
    appendFileSync(process.env.NOTES, JSON.stringify(ids) + '\\n');
    return new Function('ids', 'Records', readFileSync(process.env.ANSWER, 'utf8'))(ids, Records);
  };`;

let folder: string;
let laptop: Laptop;
let dynamo: DynamoDBClient;
let streamArn: string;
let moved: number;
/** A second of waiting takes ten milliseconds. */
const epoch = Date.now();
const now = () => epoch + (Date.now() - epoch) * 100 + moved;
const clock = clockOf(now, 10);
const logs: string[] = [];

async function deploy(mapping: object, { actions = reading, answer = '' } = {}) {
  if (!existsSync(join(folder, 'answer.js'))) answers(answer);
  const Role = await deployRole(laptop, 'lambda.amazonaws.com', [allow(...actions)]);
  const { ref: FunctionName } = await laptop.deploy('AWS::Lambda::Function', 'Work', {
    ...{ Code: { S3Key: 'code' }, Role, Handler: 'index.handler', Timeout: 60 },
    Environment: { Variables: { NOTES: join(folder, 'notes'), ANSWER: join(folder, 'answer.js') } },
  });
  const { attributes } = await laptop.deploy('AWS::DynamoDB::Table', 'Table', table);
  streamArn = (attributes.StreamArn as () => string)();
  return laptop.deploy('AWS::Lambda::EventSourceMapping', 'Mapping', {
    ...{ EventSourceArn: streamArn, FunctionName, StartingPosition: 'TRIM_HORIZON', ...mapping },
  });
}

const answers = (body: string) => writeFileSync(join(folder, 'answer.js'), body);
const batches = (): string[][] =>
  existsSync(join(folder, 'notes'))
    ? readFileSync(join(folder, 'notes'), 'utf8')
        .trim()
        .split('\n')
        // The file may exist before its first line.
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [];
const batchesOf = (count: number) => until(() => batches().length >= count && batches());
const settled = () => new Promise((done) => setTimeout(done, 150));

async function put(...ids: string[]) {
  for (const id of ids) await dynamo.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
}

async function queue() {
  const { attributes, ref: QueueUrl } = await laptop.deploy('AWS::SQS::Queue', 'Lost', {});
  const sqs = new SQSClient(laptop.clientConfig);
  const received = async () => {
    const message = await until(async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));
      return Messages?.[0];
    });
    sqs.destroy();
    return JSON.parse(message.Body as string);
  };
  return { destination: { OnFailure: { Destination: attributes.Arn } }, received };
}

async function open(home: string) {
  laptop = await startLaptop(
    (kernel) => {
      // Requests are signed by the real time; everything else uses the fast clock.
      const fast = Object.assign(Object.create(kernel), { now }) as typeof kernel;
      const dynamodb = createDynamoDb(fast);
      const writeLog = (_region: string, _group: string, _stream: string, text: string) => logs.push(text);
      const assetPath = (key: string) => join(folder, key);
      return [
        dynamodb,
        createSqs(kernel),
        createS3(kernel),
        createLambda(fast, { assetPath, writeLog, streams: dynamodb.streams, clock }),
      ];
    },
    { home: join(folder, home) },
  );
  dynamo = new DynamoDBClient(laptop.clientConfig);
}

beforeEach(async () => {
  moved = 0;
  folder = mkdtempSync(join(tmpdir(), 'event-source-'));
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code', 'index.js'), source);
  await open('home');
});

afterEach(async () => {
  dynamo.destroy();
  await laptop.stop();
});

async function restart() {
  dynamo.destroy();
  laptop = await laptop.restart();
  dynamo = new DynamoDBClient(laptop.clientConfig);
}

test('changes come in order, in batches of the size asked for', async () => {
  await deploy({ Enabled: false });
  await put('a', 'b', 'c', 'd', 'e');
  await deploy({ BatchSize: 2 });
  expect(await batchesOf(3)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  await put('f');
  expect((await batchesOf(4))[3]).toEqual(['f']);
});

test('a window gathers what comes within it', async () => {
  await deploy({ MaximumBatchingWindowInSeconds: 60 });
  await put('a');
  await put('b');
  await settled();
  expect(batches()).toEqual([]);
  expect(await batchesOf(1)).toEqual([['a', 'b']]);
});

test('LATEST begins with what comes after', async () => {
  await deploy({ Enabled: false });
  await put('a');
  // Another mapping than the one before, with a position of its own.
  await laptop.deploy('AWS::Lambda::EventSourceMapping', 'Late', {
    ...{ EventSourceArn: streamArn, FunctionName: 'test-work', StartingPosition: 'LATEST' },
  });
  await put('b');
  expect(await batchesOf(1)).toEqual([['b']]);
});

test('only what matches a filter is handed over', async () => {
  const patterns = [{ dynamodb: { Keys: { id: { S: [{ prefix: 'x' }] } } } }, { eventName: ['REMOVE'] }];
  await deploy({ FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) } });
  await put('a', 'x1', 'b', 'x2');
  await until(() => batches().flat().length === 2);
  await settled();
  expect(batches().flat()).toEqual(['x1', 'x2']);
});

test('a failed batch holds the others up, and is tried again until it succeeds', async () => {
  await deploy({}, { answer: 'throw new Error("not yet")' });
  await put('a');
  await batchesOf(2);
  await put('b');
  answers('');
  await until(() => batches().some((batch) => batch.includes('b')));
  const all = batches();
  expect(all.findIndex((batch) => batch.includes('b'))).toBe(all.length - 1);
  expect(all.slice(0, -1).every((batch) => batch.join() === 'a')).toBe(true);
});

test('with item failures reported, what came before the first of them is not told again', async () => {
  const answer = `
    const failed = Records.filter((_, index) => ids[index] === 'c' || ids[index] === 'd');
    return { batchItemFailures: failed.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };`;
  await deploy({ Enabled: false }, { answer });
  await put('a', 'b', 'c', 'd', 'e');
  await deploy({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await batchesOf(2);
  answers('return { batchItemFailures: [] }');
  await until(() => batches().length > 2);
  await put('f');
  await until(() => batches().flat().includes('f'));
  expect(batches()[0]).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(batches().slice(1, -1).map(String)).toContain('c,d,e');
  expect(batches().slice(1).flat()).not.toContain('b');
  expect(batches().at(-1)).toEqual(['f']);
});

test('a batch that fails is split, until what cannot be done is alone, given up and told of', async () => {
  const { destination, received } = await queue();
  const answer = 'if (ids.includes("c")) throw new Error("c")';
  const actions = [...reading, 'sqs:SendMessage'];
  await deploy({ Enabled: false }, { answer, actions });
  await put('a', 'b', 'c', 'd');
  const mapping = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1, DestinationConfig: destination };
  await deploy(mapping, { actions });
  const record = await received();
  await until(() => batches().at(-1)?.join() === 'd');
  expect(batches()).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['c'], ['d']]);
  expect(record).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
    responseContext: { functionError: 'Unhandled' },
    DDBStreamBatchInfo: { batchSize: 1, streamArn },
  });
  const { startSequenceNumber, endSequenceNumber } = record.DDBStreamBatchInfo;
  expect(startSequenceNumber).toBe(endSequenceNumber);
});

test('a bucket receives the records that could not be processed, and not only their positions', async () => {
  const { attributes, ref: Bucket } = await laptop.deploy('AWS::S3::Bucket', 'Failed', {});
  const s3 = new S3Client(laptop.clientConfig);
  const written = async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? [];
  const mapping = { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: attributes.Arn } } };
  const answer = 'if (ids.includes("b")) throw new Error("b")';
  // AWS documents that the role needs both.
  const actions = [...reading, 's3:PutObject', 's3:ListBucket'];
  const { ref: uuid } = await deploy({ ...mapping, BatchSize: 1 }, { answer, actions });
  await put('a', 'b', 'c');
  const [object] = await until(async () => ((await written()).length > 0 ? written() : undefined));
  expect(object?.Key).toMatch(
    new RegExp(
      `^aws/lambda/${uuid}/shardId-[^/]+/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}$`,
    ),
  );
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: object?.Key }));
  const record = JSON.parse((await Body?.transformToString()) ?? '');
  expect(record).toMatchObject({ DDBStreamBatchInfo: { batchSize: 1, streamArn }, version: '1.0' });
  const { Records } = JSON.parse(record.payload);
  expect(Records.map(({ dynamodb }: { dynamodb: { NewImage: object } }) => dynamodb.NewImage)).toMatchObject([
    { id: { S: 'b' } },
  ]);
  s3.destroy();
});

test('records that are too old are given up without being tried', async () => {
  const { destination, received } = await queue();
  const actions = [...reading, 'sqs:SendMessage'];
  await deploy({ Enabled: false }, { actions });
  await put('a', 'b');
  moved = 3600_000;
  await put('c');
  await deploy({ MaximumRecordAgeInSeconds: 600, DestinationConfig: destination }, { actions });
  expect(await batchesOf(1)).toEqual([['c']]);
  expect(await received()).toMatchObject({
    requestContext: { condition: 'RecordAgeExceeded' },
    DDBStreamBatchInfo: { batchSize: 2 },
  });
});

test('a restart neither forgets a change nor tells again what was done', async () => {
  await deploy({});
  await put('a');
  await batchesOf(1);
  await settled();
  await put('b');
  await batchesOf(2);
  await settled();
  await restart();
  await deploy({ Enabled: false });
  await put('c');
  await restart();
  await deploy({});
  expect(await batchesOf(3)).toEqual([['a'], ['b'], ['c']]);
});

test('what was committed is told after the process was killed in the midst of it', async () => {
  await deploy({}, { answer: 'return new Promise(() => {})' });
  await put('a');
  await batchesOf(1);
  await put('b', 'c');
  // A killed process leaves only what is on the disk at this moment.
  cpSync(join(folder, 'home'), join(folder, 'left'), { recursive: true });
  dynamo.destroy();
  await laptop.stop();
  answers('');
  await open('left');
  await deploy({});
  await until(() => batches().flat().includes('c'));
  expect(batches().flat()).toEqual(['a', 'a', 'b', 'c']);
});

test('how often a batch has failed is known after a restart', async () => {
  await deploy({ Enabled: false }, { answer: 'if (ids.includes("a")) throw new Error("never")' });
  await put('a');
  await deploy({ BatchSize: 1, MaximumRetryAttempts: 8 });
  await batchesOf(6);
  await restart();
  await deploy({ BatchSize: 1, MaximumRetryAttempts: 8 });
  await put('b');
  await until(() => batches().flat().includes('b'));
  const tries = batches().filter((batch) => batch.includes('a')).length;
  expect(tries).toBeGreaterThanOrEqual(9);
  // One invocation may have been running at the stop. A new count would reach 15.
  expect(tries).toBeLessThanOrEqual(10);
});

test('a role that may not read the stream is refused, by what it lacks', async () => {
  await expect(deploy({}, { actions: reading.slice(1) })).rejects.toThrow('dynamodb:DescribeStream');
});

test.each([
  ['a property that nobody knows', { TumblingWindowInSeconds: 5 }, 'TumblingWindowInSeconds'],
  ['several readers', { ParallelizationFactor: 2 }, 'ParallelizationFactor'],
  ['another source', { EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:queue' }, 'EventSourceArn'],
  ['no starting position', { StartingPosition: 'AT_TIMESTAMP' }, 'StartingPosition'],
  ['a batch of nothing', { BatchSize: 0 }, 'BatchSize'],
  ['a filter that cannot be read', { FilterCriteria: { Filters: [{ Pattern: '{"a":1}' }] } }, 'FilterCriteria'],
  [
    'a bus for failures',
    { DestinationConfig: { OnFailure: { Destination: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' } } },
    'DestinationConfig',
  ],
])('a mapping with %s is refused by name', async (_what, mapping, property) => {
  await expect(deploy(mapping)).rejects.toThrow(`Test/Mapping (AWS::Lambda::EventSourceMapping): ${property}`);
});

test('a mapping is described', async () => {
  const { ref, attributes } = await deploy({ BatchSize: 7 });
  const lambda = new LambdaClient(laptop.clientConfig);
  const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn: streamArn }));
  const found = await lambda.send(new GetEventSourceMappingCommand({ UUID: ref }));
  lambda.destroy();
  expect(ref).toBe(attributes.Id);
  expect(found).toMatchObject({ UUID: ref, BatchSize: 7, EventSourceArn: streamArn });
  expect(EventSourceMappings).toMatchObject([{ UUID: ref, BatchSize: 7, State: 'Enabled', MaximumRetryAttempts: -1 }]);
});
