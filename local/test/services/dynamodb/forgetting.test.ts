import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../services/dynamodb';
import { searchBytes } from '../../../testing/bytes/search';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const id = 'b7c1e1de-user';
const mail = 'ann.lee@example.com';
let home: string;
let laptop: Laptop;
let client: DynamoDBClient;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'forgetting-'));
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel, { ttlInterval: 3_600_000 })], { home });
  await deploy();
});
afterEach(() => client.destroy());

async function deploy(more: object = {}): Promise<void> {
  client = new DynamoDBClient(laptop.clientConfig);
  await laptop.deploy('AWS::DynamoDB::Table', 'Users', {
    ...{ TableName: 'users', BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: ['id', 'mail'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [
      {
        ...{ IndexName: 'byMail', Projection: { ProjectionType: 'ALL' } },
        KeySchema: [{ AttributeName: 'mail', KeyType: 'HASH' }],
      },
    ],
    ...more,
  });
}

const Key = { id: { S: id } };
const put = (Item: object, key = id) =>
  client.send(new PutItemCommand({ TableName: 'users', Item: { id: { S: key }, ...Item } }));
const remove = () => client.send(new DeleteItemCommand({ TableName: 'users', Key }));
const found = async (...needles: string[]) =>
  [...new Set((await searchBytes(home, needles)).map(({ needle }) => needle))].sort();

test('a stop leaves no bytes of deleted and of replaced items, and all of the others', async () => {
  await put({ mail: { S: 'first@example.com' } });
  await put({ mail: { S: mail } });
  await put({ mail: { S: 'ben@example.com' } }, 'other');
  await remove();
  await laptop.stop();
  await expect(found(id, 'first@example.com', mail, 'ben@example.com')).resolves.toEqual(['ben@example.com']);
  laptop = await laptop.restart();
  await deploy();
  const { Item } = await client.send(new GetItemCommand({ TableName: 'users', Key: { id: { S: 'other' } } }));
  expect(Item?.mail).toEqual({ S: 'ben@example.com' });
  await laptop.stop();
});

test('no bytes are left in a database of several levels', async () => {
  const text = { S: 'x'.repeat(300_000) };
  for (let one = 0; one < 30; one++) await put({ mail: { S: `user-${one}@example.com` }, text }, `user ${one}`);
  await put({ mail: { S: mail }, text });
  await laptop.later(0);
  // The last of all keys of its kind, which a compaction would note.
  await put({ mail: { S: 'zz-ann@example.com' } }, '~~~~~ann');
  await laptop.later(0);
  await remove();
  await client.send(new DeleteItemCommand({ TableName: 'users', Key: { id: { S: '~~~~~ann' } } }));
  await laptop.stop();
  await expect(found(id, mail, '~~~~~ann', 'zz-ann', 'user-29@example.com')).resolves.toEqual(['user-29@example.com']);
});

test('continuous backups keep a deleted item for 35 days, and no longer', async () => {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await deploy({ PointInTimeRecoverySpecification });
  await put({ mail: { S: mail } });
  await remove();
  await laptop.later(34);
  await laptop.stop();
  await expect(found(mail)).resolves.toEqual([mail]);
  laptop = await laptop.restart();
  await deploy({ PointInTimeRecoverySpecification });
  await laptop.later(2);
  await laptop.stop();
  await expect(found(id, mail)).resolves.toEqual([]);
});

test('a stream keeps the images of an item for a day, and no longer', async () => {
  await deploy({ StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } });
  await put({ mail: { S: mail } });
  await remove();
  await laptop.later(0.9);
  await laptop.stop();
  await expect(found(mail)).resolves.toEqual([mail]);
  laptop = await laptop.restart();
  await deploy({ StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } });
  await laptop.later(0.2);
  await laptop.stop();
  await expect(found(id, mail)).resolves.toEqual([]);
});

test('an item that expires leaves no bytes', async () => {
  await deploy({ TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } });
  await put({ mail: { S: mail }, until: { N: String(Math.floor(Date.now() / 1000) + 86_400) } });
  await laptop.later(2);
  await laptop.stop();
  await expect(found(id, mail)).resolves.toEqual([]);
});
