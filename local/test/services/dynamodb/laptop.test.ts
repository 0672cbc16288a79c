import {
  BatchWriteItemCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../services/dynamodb';
import { createKms } from '../../../services/kms';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';
import { assetsTable, partsTable } from './backends';

const idOnly = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

let laptop: Laptop;
let client: DynamoDBClient;

const connect = () => {
  client = new DynamoDBClient(laptop.clientConfig);
};

beforeEach(async () => {
  laptop = await startLaptop((kernel) => [createKms(kernel), createDynamoDb(kernel, { ttlInterval: 100 })]);
  connect();
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

const table = async (logicalId: string, properties: object) =>
  (await laptop.deploy('AWS::DynamoDB::Table', logicalId, properties)).ref;
const put = (TableName: string, id: string, more: object = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));
const get = async (TableName: string, id: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item;
const ownedBy = (TableName: string, owner: string) =>
  client.send(
    new QueryCommand({
      TableName,
      IndexName: 'byOwner',
      KeyConditionExpression: 'ownerId = :o',
      ExpressionAttributeValues: { ':o': { S: owner } },
    }),
  );

test('items, indexes and tokens of transactions survive a restart', async () => {
  const name = await table('Assets', assetsTable);
  const transaction = new TransactWriteItemsCommand({
    ClientRequestToken: 'token-1',
    TransactItems: [
      {
        Update: {
          TableName: name,
          Key: { id: { S: 'a' } },
          UpdateExpression: 'SET ownerId = :o, createdAt = :t ADD runs :one',
          ExpressionAttributeValues: { ':o': { S: 'me' }, ':t': { N: '1' }, ':one': { N: '1' } },
        },
      },
    ],
  });
  await client.send(transaction);
  client.destroy();
  laptop = await laptop.restart();
  connect();
  await table('Assets', assetsTable);
  await client.send(transaction);
  expect((await ownedBy(name, 'me')).Items).toEqual([
    { id: { S: 'a' }, ownerId: { S: 'me' }, createdAt: { N: '1' }, runs: { N: '1' } },
  ]);
});

test('a token used for another transaction is refused', async () => {
  const name = await table('Ids', idOnly);
  const write = (id: string) =>
    client.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token-2',
        TransactItems: [{ Put: { TableName: name, Item: { id: { S: id } } } }],
      }),
    );
  await write('a');
  await expect(write('b')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
});

test('an index that a later deployment adds holds the items that were there before', async () => {
  const name = await table('Ids', idOnly);
  await put(name, 'a', { ownerId: { S: 'me' }, createdAt: { N: '2' } });
  await put(name, 'b', { ownerId: { S: 'me' }, createdAt: { S: 'not a number' } });
  await table('Ids', assetsTable);
  expect((await ownedBy(name, 'me')).Items?.map(({ id }) => id?.S)).toEqual(['a']);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  expect(Table?.GlobalSecondaryIndexes?.[0]?.IndexArn).toBe(`${Table?.TableArn}/index/byOwner`);

  await table('Ids', idOnly);
  await expect(ownedBy(name, 'me')).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await get(name, 'a')).toBeDefined();
});

test('an attribute of another type than an index needs is refused', async () => {
  const name = await table('Assets', assetsTable);
  await expect(put(name, 'a', { ownerId: { N: '1' } })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a changed key is refused, and the items stay', async () => {
  const name = await table('Ids', idOnly);
  await put(name, 'a');
  await expect(table('Ids', partsTable)).rejects.toThrow(/key and local indexes cannot change/);
  expect(await get(name, 'a')).toBeDefined();
});

test('an item whose time has passed is deleted within the sweep, others stay', async () => {
  const name = await table('Sessions', {
    ...idOnly,
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
  const now = Math.floor(Date.now() / 1000);
  await put(name, 'past', { expiresAt: { N: String(now - 5) } });
  await put(name, 'future', { expiresAt: { N: String(now + 3600) } });
  await put(name, 'ancient', { expiresAt: { N: '1' } });
  await put(name, 'text', { expiresAt: { S: '1' } });
  await put(name, 'none');
  await until(async () => !(await get(name, 'past')));
  const { Items } = await client.send(new ScanCommand({ TableName: name }));
  expect(Items?.map(({ id }) => id?.S).sort()).toEqual(['ancient', 'future', 'none', 'text']);
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
});

test('all regions of a global table see the same items, each under its own ARN', async () => {
  const { ref: name } = await laptop.deploy('AWS::DynamoDB::GlobalTable', 'Assets', {
    ...assetsTable,
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    Replicas: [
      { Region: 'eu-west-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      { Region: 'eu-central-1' },
    ],
  });
  await put(name, 'a');
  const replica = new DynamoDBClient({ ...laptop.clientConfig, region: 'eu-central-1' });
  const { Item } = await replica.send(new GetItemCommand({ TableName: name, Key: { id: { S: 'a' } } }));
  expect(Item).toEqual({ id: { S: 'a' } });
  const { Table } = await replica.send(new DescribeTableCommand({ TableName: name }));
  expect(Table?.TableArn).toContain(':eu-central-1:');
  expect(Table?.Replicas).toMatchObject([{ RegionName: 'eu-west-1' }]);
  const backups = await client.send(new DescribeContinuousBackupsCommand({ TableName: name }));
  expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
    PointInTimeRecoveryStatus: 'ENABLED',
  });
  replica.destroy();
});

test('tables of one name in two regions share nothing', async () => {
  const name = await table('Ids', idOnly);
  await laptop.deploy('AWS::DynamoDB::Table', 'Ids', idOnly, 'us-east-1');
  await put(name, 'a');
  const other = new DynamoDBClient({ ...laptop.clientConfig, region: 'us-east-1' });
  expect((await other.send(new ScanCommand({ TableName: name }))).Count).toBe(0);
  other.destroy();
});

test('what a table asks of a stream, or at all, and nobody knows is refused by name', async () => {
  const properties = { ...idOnly, StreamSpecification: { StreamViewType: 'NEW_THINGS' } };
  await expect(table('Ids', properties)).rejects.toThrow('Test/Ids (AWS::DynamoDB::Table): StreamSpecification');
  await expect(table('Ids', { ...idOnly, Unheard: 1 })).rejects.toThrow('Unheard');
});

test('a table encrypted by an unknown key is not readable', async () => {
  const key = 'arn:aws:kms:eu-west-1:000000000000:key/none';
  const name = await table('Ids', { ...idOnly, SSESpecification: { SSEEnabled: true, KMSMasterKeyId: key } });
  await expect(get(name, 'a')).rejects.toMatchObject({ name: 'NotFoundException' });
  const { attributes } = await laptop.deploy('AWS::KMS::Key', 'Key', {});
  await table('Ids', { ...idOnly, SSESpecification: { SSEEnabled: true, KMSMasterKeyId: attributes.Arn } });
  expect(await get(name, 'a')).toBeUndefined();
});

test('an empty beginning of a key is refused', async () => {
  const name = await table('Parts', partsTable);
  const query = (prefix: string) =>
    client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: 'upload = :u AND begins_with(part, :p)',
        ExpressionAttributeValues: { ':u': { S: 'u' }, ':p': { S: prefix } },
      }),
    );
  await expect(query('')).rejects.toMatchObject({ name: 'ValidationException' });
  expect((await query('a')).Count).toBe(0);
});

test('a batch of more than 25 writes is refused, and one that is partly wrong writes nothing', async () => {
  const name = await table('Ids', idOnly);
  const batch = (ids: string[]) =>
    client.send(
      new BatchWriteItemCommand({
        RequestItems: { [name]: ids.map((id) => ({ PutRequest: { Item: { id: { S: id } } } })) },
      }),
    );
  await expect(batch(Array.from({ length: 26 }, (_, n) => `n${n}`))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(batch(['a', ''])).rejects.toMatchObject({ name: 'ValidationException' });
  expect((await client.send(new ScanCommand({ TableName: name }))).Count).toBe(0);
});

test('of many writers that claim the same item at once, one wins; counters lose nothing', async () => {
  const name = await table('Ids', idOnly);
  const claims = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      client.send(
        new PutItemCommand({
          TableName: name,
          Item: { id: { S: 'claim' } },
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      ),
    ),
  );
  expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await Promise.all(
    Array.from({ length: 20 }, () =>
      client.send(
        new UpdateItemCommand({
          TableName: name,
          Key: { id: { S: 'counter' } },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      ),
    ),
  );
  expect((await get(name, 'counter'))?.n).toEqual({ N: '20' });
});
