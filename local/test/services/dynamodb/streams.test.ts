import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Principal } from '../../../kernel/service';
import { createDynamoDb, type DynamoDbService } from '../../../services/dynamodb';
import type { StreamRecord } from '../../../services/dynamodb/streams';
import { createKms } from '../../../services/kms';
import { allow, deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';

const properties = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const withStream = (StreamViewType = 'NEW_AND_OLD_IMAGES', more: object = {}) => ({
  ...properties,
  ...more,
  StreamSpecification: { StreamViewType },
});
const root: Principal = { kind: 'root', accountId: '000000000000' };
const TableName = 'test-table';

let laptop: Laptop;
let dynamo: DynamoDbService;
let client: DynamoDBClient;
let now = Date.now();

async function open() {
  laptop = await startLaptop((kernel) => {
    Object.assign(kernel, { now: () => now });
    dynamo = createDynamoDb(kernel, { ttlInterval: 50 });
    return [createKms(kernel), dynamo];
  });
  client = new DynamoDBClient(laptop.clientConfig);
}

async function table(definition: object, type = 'AWS::DynamoDB::Table'): Promise<string> {
  const { attributes } = await laptop.deploy(type, 'Table', definition);
  return (attributes.StreamArn as () => string)();
}

async function read(streamArn: string, after = '', principal = root): Promise<StreamRecord[]> {
  const records: StreamRecord[] = [];
  for await (const record of dynamo.streams.read(streamArn, after, principal)) records.push(record);
  return records;
}

const put = (id: string, text: string) =>
  client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, text: { S: text } } }));
const told = (records: StreamRecord[]) =>
  records.map(({ eventName, dynamodb }) => [eventName, (dynamodb.Keys as { id: { S: string } }).id.S]);

beforeEach(async () => {
  now = Date.now();
  await open();
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

test('tells what was put, changed and deleted, in order, with the item before and after', async () => {
  const stream = await table(withStream());
  await put('a', 'one');
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: { id: { S: 'a' } },
      UpdateExpression: 'SET picture = :b',
      ExpressionAttributeValues: { ':b': { B: new Uint8Array([1, 2]) } },
    }),
  );
  await client.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'a' } } }));
  const records = await read(stream);
  const first = { id: { S: 'a' }, text: { S: 'one' } };
  const second = { ...first, picture: { B: 'AQI=' } };
  expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb.OldImage, dynamodb.NewImage])).toEqual([
    ['INSERT', undefined, first],
    ['MODIFY', first, second],
    ['REMOVE', second, undefined],
  ]);
  expect(records[0]).toMatchObject({
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    eventSourceARN: stream,
    dynamodb: { Keys: { id: { S: 'a' } }, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  expect(records[0]).not.toHaveProperty('userIdentity');
  expect(records[0]?.dynamodb.ApproximateCreationDateTime).toBe(Math.floor(now / 1000));
  const [before = '', ...after] = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  expect([before, ...after].toSorted()).toEqual([before, ...after]);
  expect((await read(stream, before)).map(({ dynamodb }) => dynamodb.SequenceNumber)).toEqual(after);
});

test.each([
  ['KEYS_ONLY', undefined, undefined],
  ['NEW_IMAGE', undefined, 'two'],
  ['OLD_IMAGE', 'one', undefined],
])('a stream of %s holds just that', async (view, before, after) => {
  const stream = await table(withStream(view));
  await put('a', 'one');
  await put('a', 'two');
  const { dynamodb } = (await read(stream))[1] as StreamRecord;
  const text = (image?: object) => (image as { text: { S: string } } | undefined)?.text.S;
  expect([text(dynamodb.OldImage), text(dynamodb.NewImage)]).toEqual([before, after]);
});

test('a write that changes nothing, or fails, is not told', async () => {
  const stream = await table(withStream());
  await put('a', 'one');
  await put('a', 'one');
  await client.send(new DeleteItemCommand({ TableName, Key: { id: { S: 'nobody' } } }));
  const refused = new PutItemCommand({
    TableName,
    Item: { id: { S: 'a' }, text: { S: 'two' } },
    ConditionExpression: 'attribute_not_exists(id)',
  });
  await expect(client.send(refused)).rejects.toThrow('The conditional request failed');
  expect(told(await read(stream))).toEqual([['INSERT', 'a']]);
});

test('transactions and batches are told item by item, and only when they came about', async () => {
  const stream = await table(withStream());
  const Put = (id: string, more: object = {}) => ({ Put: { TableName, Item: { id: { S: id } }, ...more } });
  await client.send(new TransactWriteItemsCommand({ TransactItems: [Put('a'), Put('b')] }));
  const cancelled = [Put('c'), Put('a', { ConditionExpression: 'attribute_not_exists(id)' })];
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: cancelled }))).rejects.toMatchObject({
    name: 'TransactionCanceledException',
  });
  const requests = [{ DeleteRequest: { Key: { id: { S: 'a' } } } }, { PutRequest: { Item: { id: { S: 'd' } } } }];
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  const all = told(await read(stream));
  expect(all.slice(0, 2)).toEqual([
    ['INSERT', 'a'],
    ['INSERT', 'b'],
  ]);
  expect(all.slice(2).toSorted()).toEqual([
    ['INSERT', 'd'],
    ['REMOVE', 'a'],
  ]);
});

test('what its time to live deletes is told as done by the service', async () => {
  const ttl = { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } };
  const stream = await table(withStream('NEW_AND_OLD_IMAGES', ttl));
  const expiresAt = { N: String(Math.floor(now / 1000) + 60) };
  await client.send(new PutItemCommand({ TableName, Item: { id: { S: 'a' }, expiresAt } }));
  now += 120_000;
  const [, removal] = await until(async () => {
    const records = await read(stream);
    return records.length === 2 && records;
  });
  expect(removal).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb: { OldImage: { id: { S: 'a' }, expiresAt } },
  });
});

test('each region of a global table has a stream of its own, of the same changes', async () => {
  const definition = { ...withStream(), Replicas: [{ Region: 'eu-west-1' }, { Region: 'eu-central-1' }] };
  const stream = await table(definition, 'AWS::DynamoDB::GlobalTable');
  await put('a', 'one');
  const replica = new DynamoDBClient({ ...laptop.clientConfig, region: 'eu-central-1' });
  const { Table } = await replica.send(new DescribeTableCommand({ TableName }));
  replica.destroy();
  expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
  expect(Table?.LatestStreamArn).toBe(stream.replace('eu-west-1', 'eu-central-1'));
  const [there] = await read(Table?.LatestStreamArn as string);
  const [here] = await read(stream);
  expect(there).toMatchObject({ awsRegion: 'eu-central-1', dynamodb: here?.dynamodb });
});

test('a table without a stream has none to name or read', async () => {
  const { attributes } = await laptop.deploy('AWS::DynamoDB::Table', 'Table', properties);
  expect((attributes.StreamArn as () => unknown)()).toBeUndefined();
  await expect(read(`${attributes.Arn}/stream/2026-01-01T00:00:00.000`)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('records are kept for a day, and longer for a reader who has not come to them', async () => {
  const stream = await table(withStream());
  await put('a', 'one');
  await put('b', 'one');
  let position = '';
  const detach = dynamo.streams.attach(stream, 'reader', { position: () => position, onChange: () => {} });
  now += 25 * 3600 * 1000;
  await dynamo.streams.trim();
  expect(await read(stream)).toHaveLength(2);
  position = (await read(stream))[0]?.dynamodb.SequenceNumber ?? '';
  await dynamo.streams.trim();
  expect(told(await read(stream))).toEqual([['INSERT', 'b']]);
  detach();
  await dynamo.streams.trim();
  expect(await read(stream)).toEqual([]);
});

test('records for a reader who does not come to them are kept for two weeks', async () => {
  const stream = await table(withStream());
  await put('a', 'one');
  const detach = dynamo.streams.attach(stream, 'reader', { position: () => '', onChange: () => {} });
  now += 13.9 * 24 * 3600 * 1000;
  await dynamo.streams.trim();
  expect(await read(stream)).toHaveLength(1);
  now += 0.2 * 24 * 3600 * 1000;
  await dynamo.streams.trim();
  expect(await read(stream)).toEqual([]);
  detach();
});

test.each([
  ['dynamodb:DescribeStream'],
  ['dynamodb:GetRecords'],
  ['dynamodb:GetShardIterator'],
  ['dynamodb:ListStreams'],
])('a reader needs %s', async (missing) => {
  const stream = await table(withStream());
  const needed = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((name) => `dynamodb:${name}`);
  const as = (roleArn: string): Principal => ({ kind: 'role', accountId: '000000000000', roleArn, sessionName: 'x' });
  const all = await deployRole(laptop, 'lambda.amazonaws.com', [allow(...needed)], 'All');
  expect(await read(stream, '', as(all))).toEqual([]);
  const others = needed.filter((action) => action !== missing);
  const some = await deployRole(laptop, 'lambda.amazonaws.com', [allow(...others)], 'Some');
  await expect(read(stream, '', as(some))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(missing),
  });
});

test('numbers go on after a restart, and records stay', async () => {
  const stream = await table(withStream());
  await put('a', 'one');
  client.destroy();
  laptop = await laptop.restart();
  client = new DynamoDBClient(laptop.clientConfig);
  await table(withStream());
  await put('b', 'one');
  const records = await read(stream);
  expect(told(records)).toEqual([
    ['INSERT', 'a'],
    ['INSERT', 'b'],
  ]);
  const [first, second] = records.map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
  expect(second).toBeGreaterThan(first as bigint);
});
