import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createDynamoDb, createS3, type Laptop, startLaptop } from '@omnistream/local/test';
import { CatalogueTable } from '../../../lambda/api/assets.client';
import { UploadsBucket } from '../../../lambda/api/source-store.client';
import { UploadTable } from '../../../lambda/api/uploads.client';
import { S3SiteBucket } from '../../../lambda/delivery/site-bucket.client';
import { ViewerTable } from '../../../lambda/interactions/viewers.client';
import { AgeLimitTable } from '../../../lambda/shared/age-limits.client';
import type { Asset } from '../../../lambda/shared/assets';
import { newAssetId } from '../../../lambda/shared/assets';
import { toItem } from '../../../lambda/shared/items';
import { UsageTable } from '../../../lambda/shared/usage.client';
import { captureLines } from '../../support/lines';
import { someAsset } from './support';

const at = new Date('2026-01-01T00:00:00Z');
let laptop: Laptop;
let dynamodb: DynamoDBClient;
let s3: S3Client;
let table: string;
let usage: string;
let uploads: string;
let web: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel), createS3(kernel)]);
  dynamodb = new DynamoDBClient(laptop.clientConfig);
  s3 = new S3Client({ ...laptop.clientConfig, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
  const index = (IndexName: string, partition: string, sort = 'createdAt') => ({
    IndexName,
    KeySchema: [key(partition, 'HASH'), key(sort, 'RANGE')],
    Projection: { ProjectionType: 'ALL' },
  });
  const attributes = ['id', 'kind', 'ownerId', 'createdAt', 'catalogue', 'publishedAt'];
  const made = await laptop.deploy('AWS::DynamoDB::Table', 'Assets', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [key('id', 'HASH')],
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [
      index('byCreation', 'kind'),
      index('byOwner', 'ownerId'),
      index('byPublication', 'catalogue', 'publishedAt'),
    ],
  });
  table = made.ref;
  usage = (
    await laptop.deploy('AWS::DynamoDB::Table', 'Usage', {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [key('id', 'HASH')],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    })
  ).ref;
  const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
  uploads = (await laptop.deploy('AWS::S3::Bucket', 'Uploads', versioned)).ref;
  web = (await laptop.deploy('AWS::S3::Bucket', 'Web', versioned)).ref;
});

afterAll(async () => {
  dynamodb.destroy();
  s3.destroy();
  await laptop.stop();
});

describe('the assets table', () => {
  const put = async (members: Partial<Asset> = {}) => {
    const asset = someAsset(members);
    await dynamodb.send(new PutItemCommand({ TableName: table, Item: toItem(asset) }));
    return asset;
  };
  const records = () => new CatalogueTable(dynamodb, table);
  const ids = ({ assets }: { readonly assets: readonly Asset[] }) => assets.map(({ id }) => id);

  test('gives back what was put, and nothing for an unknown id', async () => {
    const asset = await put({ upload: { uploadId: 'u', partSize: 8, partCount: 2 } });
    expect(await records().find(asset.id)).toEqual(asset);
    expect(await records().find(newAssetId())).toBeUndefined();
  });

  test('never overwrites an asset by a new one', async () => {
    const asset = await put();
    await expect(new UploadTable(dynamodb, table, usage).create(asset, 100)).rejects.toThrow();
  });

  test('lists the newest first, of one owner or of all, after a position', async () => {
    const ownerId = newAssetId();
    const made = [await put({ ownerId }), await put(), await put({ ownerId })];
    const list = { ownerId };
    expect(ids(await records().page({ list, limit: 10 }))).toEqual([made[2]?.id, made[0]?.id]);
    const { last: after, ...first } = await records().page({ list, limit: 1 });
    expect(ids(first)).toEqual([made[2]?.id]);
    expect(ids(await records().page({ list, after, limit: 1 }))).toEqual([made[0]?.id]);
    expect(ids(await records().page({ list: 'all', after, limit: 1 }))).toEqual([made[1]?.id]);
  });

  test('lists published assets by their publication, and no others', async () => {
    const publish = (day: number) => ({ catalogue: 'published', publishedAt: `2026-02-0${day}T00:00:00Z` }) as const;
    const made = [await put(publish(3)), await put(publish(1)), await put(), await put(publish(2))];
    const { assets, last } = await records().page({ list: 'published', limit: 2 });
    expect(ids({ assets })).toEqual([made[0]?.id, made[3]?.id]);
    expect(await records().page({ list: 'published', after: last, limit: 2 })).toEqual({ assets: [made[1]] });
  });

  test('leaves a malformed record out of a list, and counts it', async () => {
    const ownerId = newAssetId();
    const made = [await put({ ownerId }), await put({ ownerId, title: 7 as never }), await put({ ownerId })];
    const lines = captureLines();
    const page = await records().page({ list: { ownerId }, limit: 3 });
    lines.restore();
    expect(ids(page)).toEqual([made[2]?.id, made[0]?.id]);
    expect(page.last?.id).toBe(made[0]?.id);
    expect(lines.written.some((line) => line.includes(String(made[1]?.id)))).toBe(true);
    expect(lines.parsed()).toContainEqual(expect.objectContaining({ MalformedRecords: 1, Table: 'assets' }));
  });

  test('lists on past the megabyte at which DynamoDB ends a page', async () => {
    const ownerId = newAssetId();
    const languages = Array.from({ length: 4 }, () => ({ language: 'x'.repeat(50_000) }));
    const made: Asset[] = [];
    for (let count = 0; count < 8; count++) {
      made.push(await put({ ownerId, speech: { run: 'aaaaaaaa', status: 'found', languages } }));
    }
    const expected = made.map(({ id }) => id).reverse();
    for (const limit of [100, 7]) {
      expect(ids(await records().page({ list: { ownerId }, limit }))).toEqual(expected.slice(0, limit));
    }
  });

  test('changes the version that was seen, or any, and only what is given', async () => {
    const asset = await put();
    expect(await records().describe(asset.id, { title: 'New' }, at, 'another version')).toBeUndefined();
    const renamed = await records().describe(asset.id, { title: 'New' }, at, asset.updatedAt);
    expect(renamed).toEqual({ ...asset, title: 'New', updatedAt: at.toISOString() });
    expect(await records().describe(asset.id, { title: 'Newer' }, at)).toMatchObject({ title: 'Newer' });
    const said = await records().describe(asset.id, { title: undefined, genres: ['Drama'], ageRating: 12 }, at);
    expect(said).toMatchObject({ title: 'Newer', genres: ['Drama'], ageRating: 12 });
    expect(await records().describe(asset.id, { genres: [] }, at)).toMatchObject({ genres: [], ageRating: 12 });
    const deleted = await put({ status: 'DELETED' });
    expect(await records().describe(deleted.id, { title: 'New' }, at)).toBeUndefined();
  });

  test.each([undefined, '00000001'])('lets one of two claim a retry after run %s', async (run) => {
    const reason = { code: 'NotMedia', message: 'm' };
    const asset = await put({ status: 'FAILED', run, reason, executionArn: 'arn' });
    const claims = await Promise.all(
      ['aaaaaaaa', 'bbbbbbbb'].map((next) => records().claim(asset, { run: next, correlationId: `by-${next}` }, at)),
    );
    const won = claims.filter((claim) => claim !== undefined);
    expect(won).toHaveLength(1);
    expect(won[0]).toMatchObject({ status: 'PROCESSING', progress: 0, reason });
    expect(won[0]?.correlationId).toBe(`by-${won[0]?.run}`);
    expect(won[0]?.executionArn).toBeUndefined();
    await records().started(asset.id, 'not-the-run', at);
    expect((await records().find(asset.id))?.reason).toEqual(reason);
    await records().unclaim(asset.id, won[0]?.run ?? '', at);
    expect(await records().find(asset.id)).toMatchObject({ status: 'FAILED', reason });
  });

  test('forgets the reason once the run is under way', async () => {
    const asset = await put({ status: 'PROCESSING', run: 'aaaaaaaa', reason: { code: 'c', message: 'm' } });
    await records().started(asset.id, 'aaaaaaaa', at);
    expect((await records().find(asset.id))?.reason).toBeUndefined();
  });

  test('removes a record only while it is uploading', async () => {
    const uploading = await put({ status: 'UPLOADING' });
    const taken = await put({ status: 'PROCESSING' });
    const rows = new UploadTable(dynamodb, table, usage);
    expect(await rows.removeUploading(uploading.id)).toBe(true);
    expect(await rows.removeUploading(taken.id)).toBe(false);
    expect(await rows.find(uploading.id)).toBeUndefined();
  });

  test('creates no more open uploads than a creator may have, also of many at once', async () => {
    const rows = new UploadTable(dynamodb, table, usage);
    const ownerId = newAssetId();
    const open = () => rows.create(someAsset({ ownerId, status: 'UPLOADING' }), 5);
    const created = await Promise.all(Array.from({ length: 8 }, open));
    expect(created.filter(Boolean)).toHaveLength(5);
    expect(await rows.hasRoom(ownerId, 5)).toBe(false);
    const { assets } = await records().page({ list: { ownerId }, limit: 10 });
    expect(assets).toHaveLength(5);

    // One is aborted, and the source of another has arrived.
    const [aborted = '', arrived = ''] = ids({ assets });
    await rows.removeUploading(aborted);
    await put({ id: arrived, ownerId, status: 'PROCESSING' });
    expect(await rows.hasRoom(ownerId, 5)).toBe(true);
    expect([await open(), await open(), await open()]).toEqual([true, true, false]);
    expect(await rows.create(someAsset({ ownerId: newAssetId(), status: 'UPLOADING' }), 5)).toBe(true);
  });
});

test('the age limit in force is read: the viewer’s choice, and never more than the ceiling', async () => {
  const viewers = new ViewerTable(dynamodb, usage, () => at);
  const limits = new AgeLimitTable(dynamodb, usage);
  const id = newAssetId();
  expect(await limits.ageLimit(id)).toBe(18);
  await viewers.change(await viewers.ensure(id), { ageCeiling: 12 });
  expect(await limits.ageLimit(id)).toBe(12);
  await viewers.change(await viewers.ensure(id), { ageLimit: 6 });
  expect(await limits.ageLimit(id)).toBe(6);
});

describe('the usage table', () => {
  const day = '2026-01-01';
  const table = () => new UsageTable(dynamodb, usage);

  test('is never above the maximum, also when many take from it at once', async () => {
    const taken = await Promise.all(Array.from({ length: 30 }, () => table().take('one', day, 'uploads', 2, 25)));
    expect(taken.filter(Boolean)).toHaveLength(12);
    expect(await table().take('one', day, 'uploads', 1, 25)).toBe(true);
    expect(await table().take('one', day, 'uploads', 1, 25)).toBe(false);
    expect(await table().take('one', day, 'retries', 1, 25)).toBe(true);
    expect(await table().take('one', '2026-01-02', 'uploads', 1, 25)).toBe(true);
    expect(await table().take('two', day, 'uploads', 26, 25)).toBe(false);
  });

  test('counts a use once by its name', async () => {
    const take = (name: string) => table().takeOnce(name, 'three', day, 'sourceSeconds', 60, 100);
    expect([await take('a'), await take('a'), await take('b'), await take('a')]).toEqual([true, true, false, true]);
  });
});

describe('the uploads bucket', () => {
  const store = () => new UploadsBucket(s3, uploads);
  const send = async (id: string, uploadId: string, number: number, body: Buffer) => {
    const url = await store().partUrl(id, uploadId, { number, size: body.length }, 600);
    const response = await fetch(url, { method: 'PUT', body: new Uint8Array(body) });
    expect(response.status).toBe(200);
  };

  test('signs URLs that carry no checksum of their own, since no part would have it', async () => {
    const url = new URL(await store().partUrl(newAssetId(), 'u', { number: 7, size: 100 }, 600));
    expect([...url.searchParams.keys()].filter((name) => name.includes('checksum'))).toEqual([]);
    expect(url.searchParams.get('partNumber')).toBe('7');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('600');
  });

  test.each([999, 1_001, 30_000_000])('signs a part’s length: of 1,000 bytes, %d are refused', async (length) => {
    const id = newAssetId();
    const uploadId = await store().begin(id, 'video/mp4');
    const url = await store().partUrl(id, uploadId, { number: 1, size: 1_000 }, 600);
    const refused = await fetch(url, { method: 'PUT', body: new Uint8Array(length) });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')]);
    expect(await store().parts(id, uploadId, 1, 1)).toEqual([]);
    const accepted = await fetch(url, { method: 'PUT', body: new Uint8Array(1_000) });
    expect(accepted.status).toBe(200);
  });

  test('puts a source together from parts sent by URL', async () => {
    const id = newAssetId();
    const uploadId = await store().begin(id, 'video/mp4');
    const parts = [Buffer.alloc(5 * 1024 ** 2, 1), Buffer.from('the end')];
    for (const [index, body] of parts.entries()) await send(id, uploadId, index + 1, body);
    const stored = await store().parts(id, uploadId, 1, 2);
    expect(stored?.map(({ number, size }) => [number, size])).toEqual([
      [1, 5 * 1024 ** 2],
      [2, 7],
    ]);
    expect((await store().parts(id, uploadId, 2, 2))?.map(({ number }) => number)).toEqual([2]);
    expect(await store().size(id)).toBeUndefined();
    expect(await store().complete(id, uploadId, stored ?? [])).toBe(true);
    expect(await store().size(id)).toBe(5 * 1024 ** 2 + 7);
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: uploads, Key: `uploads/${id}/source` }));
    expect(ContentType).toBe('video/mp4');
    expect(Buffer.concat(parts).equals(Buffer.from((await Body?.transformToByteArray()) ?? []))).toBe(true);
    expect(await store().parts(id, uploadId, 1, 2)).toBeUndefined();
  });

  test('never writes a second source over the first', async () => {
    const id = newAssetId();
    const [first, second] = [await store().begin(id, 'video/mp4'), await store().begin(id, 'video/mp4')];
    for (const uploadId of [first, second]) await send(id, uploadId, 1, Buffer.from(uploadId.slice(0, 4)));
    expect(await store().complete(id, first, (await store().parts(id, first, 1, 1)) ?? [])).toBe(true);
    expect(await store().complete(id, second, (await store().parts(id, second, 1, 1)) ?? [])).toBe(false);
  });

  test('takes 404 for an object that is not there, and 403 for a fault', async () => {
    let status = 404;
    const server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new S3Client({ ...laptop.clientConfig, endpoint });
    const size = () => new UploadsBucket(client, 'uploads').size(newAssetId());
    expect(await size()).toBeUndefined();
    status = 403;
    await expect(size()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    client.destroy();
    await new Promise((done) => server.close(done));
  });

  test('gives an upload up, twice if asked', async () => {
    const id = newAssetId();
    const uploadId = await store().begin(id, 'video/mp4');
    await store().abort(id, uploadId);
    await store().abort(id, uploadId);
    expect(await store().parts(id, uploadId, 1, 1)).toBeUndefined();
  });
});

describe('the web bucket', () => {
  test('is filled, tidied and emptied', async () => {
    const bucket = new S3SiteBucket(s3);
    const file = (path: string) => ({ path, body: Buffer.from(path) });
    for (const path of ['index.html', 'old.js']) await bucket.put(web, file(path), 'text/html', 'no-cache');
    await bucket.remove(web, ['old.js']);
    expect(await bucket.keys(web)).toEqual(['index.html']);
    const { CacheControl } = await s3.send(new GetObjectCommand({ Bucket: web, Key: 'index.html' }));
    expect(CacheControl).toBe('no-cache');
    await bucket.empty(web);
    expect(await bucket.keys(web)).toEqual([]);
    await bucket.empty('nowhere-at-all');
  });
});
