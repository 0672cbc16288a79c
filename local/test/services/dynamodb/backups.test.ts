import {
  CreateBackupCommand,
  DeleteBackupCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListBackupsCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../../../services/dynamodb';
import { createKms } from '../../../services/kms';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { until } from '../../../testing/until';
import { assetsTable } from './backends';

const start = Math.floor(Date.now() / 1000) * 1000;
const second = 1000;
const day = 24 * 3600 * second;
const options = { ttlInterval: 50, historyBytes: 20_000 };

let laptop: Laptop;
let client: DynamoDBClient;
let now: number;

/** The test owns the clock. */
const use = (one: Laptop) => {
  laptop = one;
  jest.spyOn(laptop.kernel, 'now').mockImplementation(() => now);
  client = new DynamoDBClient({ ...laptop.clientConfig, maxAttempts: 1 });
};

beforeEach(async () => {
  now = start;
  use(await startLaptop((kernel) => [createKms(kernel), createDynamoDb(kernel, options)]));
});
afterEach(async () => {
  client.destroy();
  await laptop.stop();
});

async function restart(): Promise<void> {
  client.destroy();
  use(await laptop.restart());
}

const backedUp = { ...assetsTable, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
const table = async (properties: object = backedUp) =>
  (await laptop.deploy('AWS::DynamoDB::Table', 'Assets', properties)).ref;
const put = (TableName: string, id: string, title = id) => {
  const Item = { id: { S: id }, title: { S: title }, ownerId: { S: 'me' }, createdAt: { N: '1' } };
  return client.send(new PutItemCommand({ TableName, Item }));
};
const remove = (TableName: string, id: string) =>
  client.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }));
const titles = async (TableName: string) => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  return Items.map(({ id, title }) => `${id?.S} ${title?.S}`).sort();
};
const restoreTo = (SourceTableName: string, TargetTableName: string, more: object = {}) =>
  client.send(new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, ...more }));
const describeTable = async (TableName: string) => (await client.send(new DescribeTableCommand({ TableName }))).Table;
const active = (TableName: string) => until(async () => (await describeTable(TableName))?.TableStatus === 'ACTIVE');
const window = async (TableName: string) => {
  const described = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
  return described.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
};

describe('a table with continuous backups', () => {
  test('is restored to any second, with the indexes of then and without what AWS leaves out', async () => {
    const { attributes } = await laptop.deploy('AWS::KMS::Key', 'Key', {});
    const name = await table({
      ...backedUp,
      SSESpecification: { SSEEnabled: true, KMSMasterKeyId: attributes.Arn },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      DeletionProtectionEnabled: true,
    });
    await put(name, 'a', 'one');
    now += second;
    await put(name, 'a', 'two');
    await put(name, 'b');
    now += second;
    const Delete = { TableName: name, Key: { id: { S: 'b' } } };
    await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Delete }] }));
    await remove(name, 'a');
    await put(name, 'c');

    const response = await restoreTo(name, 'one-second-in', { RestoreDateTime: new Date(start + second) });
    expect(response.TableDescription).toMatchObject({
      ...{ TableName: 'one-second-in', TableStatus: 'CREATING' },
      RestoreSummary: { RestoreInProgress: true, RestoreDateTime: new Date(start + second) },
    });
    await active('one-second-in');
    expect(await titles('one-second-in')).toEqual(['a two', 'b b']);
    const restored = await describeTable('one-second-in');
    expect(restored).toMatchObject({
      DeletionProtectionEnabled: false,
      SSEDescription: { KMSMasterKeyArn: attributes.Arn },
      RestoreSummary: { SourceTableArn: (await describeTable(name))?.TableArn, RestoreInProgress: false },
    });
    expect([restored?.StreamSpecification, restored?.Replicas]).toEqual([undefined, undefined]);
    const ttl = await client.send(new DescribeTimeToLiveCommand({ TableName: 'one-second-in' }));
    expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' });
    expect(await window('one-second-in')).toEqual({ PointInTimeRecoveryStatus: 'DISABLED' });
    const query = new QueryCommand({
      ...{ TableName: 'one-second-in', IndexName: 'byOwner', KeyConditionExpression: 'ownerId = :o' },
      ExpressionAttributeValues: { ':o': { S: 'me' } },
    });
    expect((await client.send(query)).Count).toBe(2);

    await restoreTo(name, 'begin', { RestoreDateTime: new Date(start), GlobalSecondaryIndexOverride: [] });
    await restoreTo(name, 'latest', { UseLatestRestorableTime: true });
    await Promise.all([active('begin'), active('latest')]);
    expect([await titles('begin'), await titles('latest')]).toEqual([['a one'], ['c c']]);
    expect((await describeTable('begin'))?.GlobalSecondaryIndexes).toBeUndefined();
    // The table itself is as it was.
    expect(await titles(name)).toEqual(['c c']);
  });

  test('keeps its past, and the tables restored from it, over a restart', async () => {
    const name = await table();
    await put(name, 'a');
    now += second;
    await remove(name, 'a');
    await restart();
    await table();
    await restoreTo(name, 'before', { RestoreDateTime: new Date(start) });
    await active('before');
    await restart();
    await table();
    expect(await titles('before')).toEqual(['a a']);
    expect((await client.send(new ListTablesCommand({}))).TableNames?.sort()).toEqual(['before', name].sort());
  });

  test('refuses times outside of its window, a name that is taken, and unknown tables, as AWS does', async () => {
    const name = await table();
    const error = (call: Promise<unknown>) => expect(call).rejects;
    const at = (time: number) => restoreTo(name, 'copy', { RestoreDateTime: new Date(time) });
    await error(at(start - second)).toMatchObject({ name: 'InvalidRestoreTimeException' });
    await error(at(now + second)).toMatchObject({ name: 'InvalidRestoreTimeException' });
    await error(restoreTo(name, 'copy')).toMatchObject({ name: 'ValidationException' });
    await error(restoreTo(name, name, { UseLatestRestorableTime: true })).toMatchObject({
      name: 'TableAlreadyExistsException',
    });
    await error(restoreTo('none', 'copy', { UseLatestRestorableTime: true })).toMatchObject({
      name: 'TableNotFoundException',
    });
    await error(window('none')).toMatchObject({ name: 'TableNotFoundException' });
    await table(assetsTable);
    await error(restoreTo(name, 'copy', { UseLatestRestorableTime: true })).toMatchObject({
      name: 'PointInTimeRecoveryUnavailableException',
    });
  });

  test('forgets the oldest changes above its size, and what is older than 35 days, and says how far it reaches', async () => {
    const name = await table();
    await put(name, 'a', 'first');
    for (let n = 0; n < 30; n += 1) {
      now += second;
      await put(name, 'a', `${n} ${'x'.repeat(1000)}`);
    }
    const earliest = async () => (await window(name))?.EarliestRestorableDateTime?.getTime() ?? 0;
    let reach = 0;
    // The sweep may be between two of its looks.
    await until(async () => {
      reach = await earliest();
      if (reach === start) return false;
      return restoreTo(name, 'early', { RestoreDateTime: new Date(reach) }).catch(() => false);
    });
    await expect(restoreTo(name, 'too-early', { RestoreDateTime: new Date(reach - second) })).rejects.toMatchObject({
      name: 'InvalidRestoreTimeException',
    });
    await active('early');
    const number = (reach - start) / second - 1;
    expect(await titles('early')).toEqual([`a ${number} ${'x'.repeat(1000)}`]);

    now += 36 * day;
    await until(async () => (await earliest()) >= now - 35 * day);
    expect(await window(name)).toMatchObject({ RecoveryPeriodInDays: 35, LatestRestorableDateTime: new Date(now) });
  });
});

describe('a backup', () => {
  const create = (TableName: string, BackupName = 'by-hand') =>
    client.send(new CreateBackupCommand({ TableName, BackupName }));
  const list = async (more: object = {}) =>
    (await client.send(new ListBackupsCommand(more))).BackupSummaries?.map(({ BackupName }) => BackupName);
  const available = (BackupArn: string | undefined) =>
    until(async () => {
      const { BackupDescription } = await client.send(new DescribeBackupCommand({ BackupArn }));
      return BackupDescription?.BackupDetails?.BackupStatus === 'AVAILABLE' && BackupDescription;
    });

  test('has the items of its moment, outlives its table, and is restored under another name', async () => {
    const name = await table(assetsTable);
    await put(name, 'a');
    const { BackupDetails } = await create(name);
    expect(BackupDetails).toMatchObject({ BackupName: 'by-hand', BackupStatus: 'CREATING', BackupType: 'USER' });
    await put(name, 'b');
    const described = await available(BackupDetails?.BackupArn);
    expect(described.SourceTableDetails).toMatchObject({ TableName: name, ItemCount: 1 });
    await client.send(new DeleteTableCommand({ TableName: name }));

    const { BackupArn } = BackupDetails ?? {};
    await client.send(new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: 'again' }));
    await active('again');
    expect(await titles('again')).toEqual(['a a']);
    expect((await describeTable('again'))?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual([
      'byOwner',
    ]);

    const { BackupDescription } = await client.send(new DeleteBackupCommand({ BackupArn }));
    expect(BackupDescription?.BackupDetails?.BackupStatus).toBe('DELETED');
    for (const command of [
      new DescribeBackupCommand({ BackupArn }),
      new DeleteBackupCommand({ BackupArn }),
      new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: 'more' }),
    ]) {
      await expect(client.send(command as DescribeBackupCommand)).rejects.toMatchObject({
        name: 'BackupNotFoundException',
      });
    }
    await expect(create('none')).rejects.toMatchObject({ name: 'TableNotFoundException' });
    await expect(create('again', 'no/name')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('is made by DynamoDB when a table with continuous backups is deleted, and kept for 35 days', async () => {
    const name = await table();
    await put(name, 'a');
    await create(name);
    await client.send(new DeleteTableCommand({ TableName: name }));
    await expect(describeTable(name)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await list()).toEqual(['by-hand']);
    expect(await list({ BackupType: 'SYSTEM', TableName: name })).toEqual([`${name}$DeletedTableBackup`]);
    expect((await list({ BackupType: 'ALL' }))?.length).toBe(2);

    // A stack does not create a table again that was deleted by another client.
    await restart();
    await table();
    await expect(describeTable(name)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    const found = await client.send(new ListBackupsCommand({ BackupType: 'SYSTEM' }));
    const [system] = found.BackupSummaries ?? [];
    expect(system?.BackupExpiryDateTime?.getTime()).toBe(start + 35 * day);
    await client.send(new RestoreTableFromBackupCommand({ BackupArn: system?.BackupArn, TargetTableName: name }));
    await active(name);
    expect(await titles(name)).toEqual(['a a']);
    now += 36 * day;
    await until(async () => (await list({ BackupType: 'SYSTEM' }))?.length === 0);
  });

  test('is not made of a protected table, which stays', async () => {
    const name = await table({ ...backedUp, DeletionProtectionEnabled: true });
    await put(name, 'a');
    const refused = client.send(new DeleteTableCommand({ TableName: name }));
    await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
    const { Item } = await client.send(new GetItemCommand({ TableName: name, Key: { id: { S: 'a' } } }));
    expect(Item?.id?.S).toBe('a');
    expect(await list({ BackupType: 'ALL' })).toEqual([]);
  });
});
