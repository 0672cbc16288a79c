import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createDynamoDb, createS3, type Laptop, startLaptop } from '@omnistream/local/test';
import { erase } from '../../../lambda/erasure/erase';
import { hashOf, newErasure } from '../../../lambda/erasure/erasure';
import { MentioningRows } from '../../../lambda/erasure/mentions.client';
import { VersionedObjects } from '../../../lambda/erasure/objects.client';
import { OpenErasures } from '../../../lambda/erasure/open.client';
import { ErasureProgress } from '../../../lambda/erasure/progress.client';
import { certificate } from '../../../lambda/erasure/remaining';
import { resume } from '../../../lambda/erasure/resume';
import { KeyedRows } from '../../../lambda/erasure/rows.client';
import { newAssetId } from '../../../lambda/shared/assets';
import { fromItem, toItem } from '../../../lambda/shared/items';

const at = new Date('2026-01-01T00:00:00Z');
const never = () => false;
let laptop: Laptop;
let dynamodb: DynamoDBClient;
let s3: S3Client;
let erasures: string;
let bucket: string;
let tables = 0;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel), createS3(kernel)]);
  dynamodb = new DynamoDBClient(laptop.clientConfig);
  s3 = new S3Client(laptop.clientConfig);
  erasures = await newTable();
  const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
  bucket = (await laptop.deploy('AWS::S3::Bucket', 'Films', versioned)).ref;
});

afterAll(async () => {
  for (const client of [dynamodb, s3]) client.destroy();
  await laptop.stop();
});

async function newTable(): Promise<string> {
  tables += 1;
  const { ref } = await laptop.deploy('AWS::DynamoDB::Table', `Table${tables}`, {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  return ref;
}

const put = (TableName: string, row: object, more = {}) =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { ...toItem(row), ...more } }));
const rowsOf = async (TableName: string) => (await dynamodb.send(new ScanCommand({ TableName }))).Items ?? [];
const object = (Key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
const target = (id: string) => ({ id, erasure: 'an-erasure' });

describe('rows that mention an asset', () => {
  test('are removed or shortened, and those of others stay', async () => {
    const table = await newTable();
    const [id, other] = [newAssetId(), newAssetId()];
    await put(table, { id: `picture#${id}#1` });
    await put(table, { id: `picture#${other}#1` });
    await put(table, {
      id: 'popular',
      assets: [
        { id, score: 2 },
        { id: other, score: 1 },
      ],
    });
    await put(table, { id: 'creator#2026-01-01' }, { uploadsOf: { SS: [id, 'x'] } });
    const rows = new MentioningRows(dynamodb, table);
    expect(await rows.search(target(id))).toBe(3);
    expect(await rows.erase(target(id), never)).toEqual({ removed: 3, isComplete: true });
    expect(await rows.search(target(id))).toBe(0);
    expect(await rows.erase(target(id), never)).toEqual({ removed: 0, isComplete: true });
    expect(JSON.stringify(await rowsOf(table))).not.toContain(id);
    const left = Object.fromEntries((await rowsOf(table)).map((row) => [row.id?.S, row]));
    expect(Object.keys(left).sort()).toEqual(['creator#2026-01-01', 'popular', `picture#${other}#1`].sort());
    expect(left.popular && fromItem(left.popular)).toMatchObject({ assets: [{ id: other, score: 1 }] });
    expect(left['creator#2026-01-01']?.uploadsOf?.SS).toEqual(['x']);
  });

  test('a list that changes while it is read is left for the next pass', async () => {
    const table = await newTable();
    const [id, other] = [newAssetId(), newAssetId()];
    await put(table, { id: 'popular', assets: [{ id }], computedAt: 'then' });
    const rows = new MentioningRows(dynamodb, table, () =>
      put(table, { id: 'popular', assets: [{ id: other }, { id }], computedAt: 'now' }).then(() => undefined),
    );
    expect(await rows.erase(target(id), never)).toEqual({ removed: 0, isComplete: true });
    expect(await rows.search(target(id))).toBe(1);
    expect((await rowsOf(table)).map(fromItem)).toMatchObject([{ id: 'popular', assets: [{ id: other }, { id }] }]);
  });

  test('of an account have a new revision, so that a writer who read the old one tries again', async () => {
    const table = await newTable();
    const id = newAssetId();
    await put(table, { id: 'viewer:one', open: [{ assetId: id }], revision: 4 });
    await new MentioningRows(dynamodb, table).erase(target(id), never);
    expect((await rowsOf(table)).map(fromItem)).toEqual([{ id: 'viewer:one', open: [], revision: 5 }]);
  });

  test('are read on by the next call when the time is over', async () => {
    const table = await newTable();
    const id = newAssetId();
    await put(table, { id: `picture#${id}#1` });
    const rows = new MentioningRows(dynamodb, table);
    expect(await rows.erase(target(id), () => true)).toMatchObject({ isComplete: false });
  });
});

describe('objects', () => {
  const versions = async (Prefix: string) => {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix }),
    );
    return Versions.length + DeleteMarkers.length;
  };

  test('are removed in all versions, with delete markers and uploads in progress', async () => {
    const [id, other] = [newAssetId(), newAssetId()];
    for (const body of ['one', 'two']) await object(`${id}/picture/film.mp4`, body);
    await object(`${id}/manifests/1/index.m3u8`);
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${id}/picture/film.mp4` }));
    await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: `${id}/picture/part.mp4` }));
    await object(`${other}/picture/film.mp4`);
    const store = new VersionedObjects(s3, bucket, (subject) => `${subject.id}/`);
    expect(await store.search(target(id))).toBe(5);
    expect(await store.erase(target(id), never)).toEqual({ removed: 5, isComplete: true });
    expect([await store.search(target(id)), await versions(`${id}/`), await versions(`${other}/`)]).toEqual([0, 0, 1]);
    expect(await store.erase(target(id), never)).toEqual({ removed: 0, isComplete: true });
  });

  test('more than a list has at once are removed too, and a call whose time is over says that some are left', async () => {
    const id = newAssetId();
    await Promise.all(Array.from({ length: 1001 }, (_, n) => object(`${id}/picture/${n}`)));
    const store = new VersionedObjects(s3, bucket, (subject) => `${subject.id}/`);
    expect(await store.erase(target(id), () => true)).toEqual({ removed: 0, isComplete: false });
    expect(await store.erase(target(id), never)).toEqual({ removed: 1001, isComplete: true });
  });
});

describe('an erasure', () => {
  const begin = async (id: string) => {
    const made = newErasure('asset', { id }, 'self', at);
    await put(erasures, made);
    return made;
  };

  test('erases by store, adds up what was removed, and ends as a certificate without the id', async () => {
    const table = await newTable();
    const id = newAssetId();
    await put(table, { id });
    const made = await begin(id);
    const ports = {
      records: new ErasureProgress(dynamodb, erasures),
      stores: { record: new KeyedRows(dynamodb, table), busy: busy() },
      now: () => at,
    };
    const step = (action: 'erase' | 'search', store: string) =>
      erase({ action, erasure: made.id, store }, ports, never);

    expect(await step('search', 'record')).toMatchObject({ found: 1 });
    expect(await step('erase', 'record')).toEqual({ isComplete: true, waitSeconds: 1, found: 0 });
    expect(await step('erase', 'record')).toMatchObject({ isComplete: true });
    expect(await step('erase', 'busy')).toEqual({ isComplete: false, waitSeconds: 60, found: 0 });
    expect(await step('erase', 'absent')).toMatchObject({ isComplete: true, found: 0 });
    expect(await step('search', 'record')).toMatchObject({ found: 0 });
    await erase({ action: 'certify', erasure: made.id }, ports, never);

    const { Item = {} } = await dynamodb.send(
      new GetItemCommand({ TableName: erasures, Key: { id: { S: made.id } }, ConsistentRead: true }),
    );
    expect(JSON.stringify(Item)).not.toContain(id);
    const found = await ports.records.find(made.id);
    expect(found).toMatchObject({
      status: 'ERASED',
      removed: { record: 1, busy: 2 },
      failures: { busy: 'cannot' },
      erasedAt: at.toISOString(),
    });
    expect(found?.hash).toBe(hashOf(made.salt, id));
    expect(found && certificate(found).remaining).toContainEqual(
      expect.objectContaining({ where: 'Backups', until: '2026-02-05T00:00:00.000Z' }),
    );
    // A second execution of the same erasure does nothing.
    expect(await step('erase', 'record')).toMatchObject({ isComplete: true });
  });

  const busy = () => ({
    erase: async () => ({ removed: 2, isComplete: false, waitSeconds: 60, failure: 'cannot' }),
    search: async () => 0,
  });

  test('that is unknown is an error', async () => {
    const ports = { records: new ErasureProgress(dynamodb, erasures), stores: {}, now: () => at };
    await expect(erase({ action: 'certify', erasure: 'none' }, ports, never)).rejects.toThrow('no erasure none');
  });

  test('that has not ended is started again, also when another one cannot be', async () => {
    const table = await newTable();
    const [first, second, third] = ['a', 'b', 'c'].map((id) => newErasure('viewer', { id }, 'self', at));
    for (const made of [first, second, { ...third, status: 'ERASED' }]) await put(table, made as object);
    const started: string[] = [];
    const start = async (_: string, id: string) => {
      started.push(id);
      if (id === first?.id) throw new Error('five have failed');
    };
    const later = new Date(at.getTime() + 5 * 3_600_000);
    const resumed = await resume({ open: new OpenErasures(dynamodb, table), workflow: { start } }, later);
    expect(resumed).toEqual({ open: 2, failed: 1, oldestHours: 5 });
    expect(started.sort()).toEqual([first?.id, second?.id].sort());
  });
});
