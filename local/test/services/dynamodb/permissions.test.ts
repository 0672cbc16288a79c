import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../services/dynamodb';
import { createKms } from '../../../services/kms';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { assetsTable } from './backends';

let laptop: Laptop;
let client: DynamoDBClient | undefined;

beforeEach(async () => {
  laptop = await startLaptop((kernel) => [createKms(kernel), createDynamoDb(kernel)]);
});
afterEach(async () => {
  client?.destroy();
  await laptop.stop();
});

/** A client that acts as a role with just these permissions. */
async function actingAs(...statements: object[]): Promise<DynamoDBClient> {
  const roleArn = await deployRole(laptop, 'lambda.amazonaws.com', statements);
  client?.destroy();
  client = new DynamoDBClient({
    ...laptop.clientConfig,
    credentials: laptop.kernel.credentials(roleArn, 'test'),
  });
  return client;
}

const allow = (Action: string | string[], Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const getItem = (TableName: string) => new GetItemCommand({ TableName, Key: { id: { S: 'a' } } });
const denied = { name: 'AccessDeniedException' };

test('an index is a resource of its own', async () => {
  const { ref: TableName, attributes } = await laptop.deploy('AWS::DynamoDB::Table', 'Assets', assetsTable);
  const reader = await actingAs(allow('dynamodb:Query', `${attributes.Arn}/index/byOwner`));
  const query = new QueryCommand({
    TableName,
    IndexName: 'byOwner',
    KeyConditionExpression: 'ownerId = :o',
    ExpressionAttributeValues: { ':o': { S: 'me' } },
  });
  expect((await reader.send(query)).Count).toBe(0);
  await expect(reader.send(getItem(TableName))).rejects.toMatchObject(denied);
});

test('a transaction needs the permission of each of its parts', async () => {
  const { ref: TableName, attributes } = await laptop.deploy('AWS::DynamoDB::Table', 'Assets', assetsTable);
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName, Item: { id: { S: 'a' } } } },
      { Delete: { TableName, Key: { id: { S: 'b' } } } },
    ],
  });
  const putter = await actingAs(allow('dynamodb:PutItem', attributes.Arn));
  await expect(putter.send(transaction)).rejects.toMatchObject(denied);
  const both = await actingAs(allow(['dynamodb:PutItem', 'dynamodb:DeleteItem'], attributes.Arn));
  await both.send(transaction);
});

test("an encrypted table's items need the key as well, through DynamoDB", async () => {
  const key = await laptop.deploy('AWS::KMS::Key', 'Key', {});
  const { ref: TableName, attributes } = await laptop.deploy('AWS::DynamoDB::Table', 'Assets', {
    ...assetsTable,
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key.attributes.Arn },
  });
  const items = allow(['dynamodb:GetItem', 'dynamodb:PutItem'], attributes.Arn);
  const via = (service: string) => ({
    Condition: { StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } },
  });
  const put = new PutItemCommand({ TableName, Item: { id: { S: 'a' } } });

  const without = await actingAs(items);
  await expect(without.send(getItem(TableName))).rejects.toMatchObject(denied);
  const elsewhere = await actingAs(items, allow('kms:Decrypt', key.attributes.Arn, via('s3')));
  await expect(elsewhere.send(getItem(TableName))).rejects.toMatchObject(denied);
  const reader = await actingAs(items, allow('kms:Decrypt', key.attributes.Arn, via('dynamodb')));
  expect((await reader.send(getItem(TableName))).Item).toBeUndefined();
  await expect(reader.send(put)).rejects.toMatchObject(denied);
  const writer = await actingAs(items, allow(['kms:Decrypt', 'kms:GenerateDataKey*'], key.attributes.Arn));
  await writer.send(put);
});
