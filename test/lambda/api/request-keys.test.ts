import { generateKeyPairSync } from 'node:crypto';
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { createDynamoDb, createS3, type Laptop, startLaptop } from '@omnistream/local/test';
import { assets } from '../../../lambda/api/assets';
import { CatalogueTable } from '../../../lambda/api/assets.client';
import { UploadsBucket } from '../../../lambda/api/source-store.client';
import { uploads } from '../../../lambda/api/uploads';
import { UploadTable } from '../../../lambda/api/uploads.client';
import { playback } from '../../../lambda/delivery/playback';
import { SessionTable } from '../../../lambda/delivery/sessions.client';
import type { Asset } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import { AssetTableReader } from '../../../lambda/shared/http-asset.client';
import { fromItem, toItem } from '../../../lambda/shared/items';
import { RequestKeyTable } from '../../../lambda/shared/request-key.client';
import { DailyUse } from '../../../lambda/shared/usage';
import { UsageTable } from '../../../lambda/shared/usage.client';
import { type Ask, creator, freeBudget, httpEvent, read, someAsset, stranger, viewer } from './support';

let laptop: Laptop;
let dynamodb: DynamoDBClient;
let s3: S3Client;
const names = { assets: '', usage: '', sessions: '', uploads: '' };
const clock = { now: Date.parse('2026-01-01T10:00:00Z') };
const now = () => new Date(clock.now);
const key = (n: number) => ({ 'idempotency-key': `"8e03978e-40d5-43dd-bc93-${String(n).padStart(12, '0')}"` });
const film = { fileName: 'Film.mp4', contentType: 'video/mp4', size: 20_000_000, targetLanguages: ['es'] };

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel), createS3(kernel)]);
  dynamodb = new DynamoDBClient({ ...laptop.clientConfig, maxAttempts: 10 });
  s3 = new S3Client({ ...laptop.clientConfig, requestChecksumCalculation: 'WHEN_REQUIRED' });
  for (const name of ['assets', 'usage', 'sessions'] as const) {
    const made = await laptop.deploy('AWS::DynamoDB::Table', name, {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    });
    names[name] = made.ref;
  }
  names.uploads = (await laptop.deploy('AWS::S3::Bucket', 'Uploads', {})).ref;
});

afterAll(async () => {
  dynamodb.destroy();
  s3.destroy();
  await laptop.stop();
});

/** All rows of a table, without the names of uses. */
async function rows(table: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  return Items.map((item) => fromItem(Object.fromEntries(Object.entries(item).filter(([, { SS }]) => !SS))));
}

describe('an upload with a key', () => {
  const handler = () =>
    http(
      uploads({
        records: new UploadTable(dynamodb, names.assets, names.usage),
        store: new UploadsBucket(s3, names.uploads),
        keys: new RequestKeyTable(dynamodb, names.usage, now),
        dailyUse: new DailyUse(new UsageTable(dynamodb, names.usage), { uploads: 100, languages: 100 }, now),
        mostOpen: 3,
        maxSourceBytes: 1e9,
        defaultLanguages: [],
        now,
      }),
    );
  const begin = async (how: Ask = {}) =>
    read(await handler()(httpEvent('POST /api/uploads', { who: creator, body: film, ...how })));
  const used = async ({ sub }: { sub?: string }) =>
    (await rows(names.usage)).find(({ id }) => id === `${sub}#2026-01-01`);

  test('is one asset, one use of the day and one open multipart upload for ten at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => begin({ headers: key(1) })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const ids = new Set(answers.map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect((await rows(names.assets)).map(({ id }) => id)).toEqual([...ids]);
    const day = await dynamodb.send(
      new GetItemCommand({ TableName: names.usage, Key: { id: { S: `${creator.sub}#2026-01-01` } } }),
    );
    expect([day.Item?.uploads, day.Item?.languages]).toEqual([{ N: '1' }, { N: '1' }]);
    const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket: names.uploads }));
    expect(Uploads?.map(({ Key }) => Key)).toEqual([`uploads/${[...ids][0]}/source`]);
  });

  test('is answered again with new part URLs, which S3 accepts', async () => {
    const first = await begin({ headers: key(1) });
    clock.now += 60_000;
    const { status, headers, body } = await begin({ headers: key(1) });
    expect([status, headers.location]).toEqual([201, `/api/uploads/${first.body.id}`]);
    expect(body.id).toBe(first.body.id);
    expect(body.urlsExpireAt > first.body.urlsExpireAt).toBe(true);
    const [part] = body.parts;
    const sent = await fetch(part.url, { method: 'PUT', body: new Uint8Array(part.size) });
    expect(sent.status).toBe(200);
    expect((await begin({ headers: key(1) })).body.uploaded).toMatchObject([{ number: 1, size: part.size }]);
  });

  test('is refused with another body, and is another one with another key or of another creator', async () => {
    const [first] = await rows(names.assets);
    const changed = await begin({ headers: key(1), body: { ...film, size: 1 } });
    expect([changed.status, changed.body.type]).toEqual([422, 'urn:omnistream:problem:idempotency-key-reused']);
    const other = await begin({ headers: key(1), who: stranger });
    const second = await begin({ headers: key(2) });
    expect([other.status, second.status]).toEqual([201, 201]);
    expect(new Set([first?.id, other.body.id, second.body.id]).size).toBe(3);
    expect((await rows(names.assets)).find(({ id }) => id === other.body.id)?.ownerId).toBe(stranger.sub);
  });

  test('has its asset although the creator has no room for a further one; without a key there is none', async () => {
    expect((await begin({ headers: key(3) })).status).toBe(201);
    expect((await begin({ headers: key(4) })).status).toBe(429);
    expect((await begin()).status).toBe(429);
    expect((await begin({ headers: key(3) })).status).toBe(201);
    expect((await used(creator))?.uploads).toBe(3);
  });

  test('is forgotten after a day, whether or not DynamoDB has deleted its row; a bad key is refused', async () => {
    const stored = (await rows(names.usage)).filter(({ id }) => String(id).startsWith('key:'));
    expect(stored.map(({ expiresAt }) => expiresAt)).toContain(Date.parse('2026-01-02T10:00:00Z') / 1000);
    // Neither a URL, a signature nor a name of a caller is kept.
    expect(Object.keys(stored[0] ?? {}).sort()).toEqual(['expiresAt', 'fingerprint', 'id', 'result']);
    expect(JSON.stringify(stored)).not.toMatch(/https?:|creator-/);
    clock.now += 86_400_000;
    const again = await begin({ headers: key(1), who: stranger, body: { ...film, size: 2 } });
    expect(again.status).toBe(201);
    clock.now -= 86_400_000;
    expect((await begin({ headers: { 'idempotency-key': '1' } })).status).toBe(400);
  });
});

describe('a playback session with a key', () => {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const handler = () =>
    http(
      playback({
        assets: new AssetTableReader(dynamodb, names.assets),
        sessions: new SessionTable(dynamodb, names.sessions),
        keys: new RequestKeyTable(dynamodb, names.sessions, now),
        viewers: { ageLimit: async () => 18 },
        revocations: { add: async () => {} },
        signingKey: async () => ({ keyPairId: 'K', privateKey }),
        viewerOrigin: 'https://d1.cloudfront.net',
        limits: { sessionSeconds: 7200, longestSeconds: 10_800, concurrent: 2, perHour: 100 },
        licenseUrls: {},
        bindCountry: false,
        now,
      }),
    );
  let asset: Asset;
  beforeAll(async () => {
    const row = someAsset({ status: 'READY' });
    asset = { ...row, manifests: { version: 1, hls: `${row.id}/manifests/1/index.m3u8`, dash: `${row.id}/m.mpd` } };
    await dynamodb.send(new PutItemCommand({ TableName: names.assets, Item: toItem(asset) }));
  });
  const open = async (how: Ask = {}) =>
    read(await handler()(httpEvent('POST /api/assets/{id}/playback', { who: viewer, id: asset.id, ...how })));
  const account = () => new SessionTable(dynamodb, names.sessions).account(viewer.sub as string);

  test('holds one slot for ten at once, which have the same signature', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => open({ headers: key(1) })));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ body, cookies }) => JSON.stringify([body, cookies]))).size).toBe(1);
    const { open: sessions, opened } = await account();
    expect([sessions.map(({ id }) => id), opened?.count]).toEqual([[answers[0]?.body.sessionId], 1]);
  });

  test('belongs to its caller and asset: others with the same key have sessions of their own', async () => {
    const [own] = (await account()).open;
    const other = await open({ headers: key(1), who: creator });
    expect([other.status, other.body.sessionId === own?.id]).toEqual([201, false]);
    const { id: _id, ...members } = asset;
    const second = { ...someAsset({ status: 'READY' }), manifests: members.manifests };
    await dynamodb.send(new PutItemCommand({ TableName: names.assets, Item: toItem(second) }));
    const elsewhere = await open({ headers: key(1), id: second.id });
    expect([elsewhere.status, elsewhere.body.sessionId === own?.id]).toEqual([201, false]);
  });

  test('is not given to a caller who may not watch the film any more', async () => {
    const refused = await open({ headers: key(1), id: someAsset().id });
    expect(refused.status).toBe(404);
  });

  test('is over when it has ended, and its key opens no other', async () => {
    const [own] = (await account()).open;
    const end = 'DELETE /api/sessions/{id}';
    await handler()(httpEvent(end, { who: viewer, id: own?.id as string }));
    const again = await open({ headers: key(1) });
    expect([again.status, again.body.type]).toEqual([410, 'urn:omnistream:problem:session-over']);
  });
});

describe('another attempt for a failed film, with a key', () => {
  const started: string[] = [];
  const handler = () =>
    http(
      assets({
        records: new CatalogueTable(dynamodb, names.assets),
        workflow: {
          start: async (_id, run) => void started.push(run),
          startSpeech: async () => {},
          startApproved: async () => {},
        },
        viewers: { ageLimit: async () => 18 },
        dailyUse: new DailyUse(new UsageTable(dynamodb, names.usage), { retries: 100, languages: 100 }, now),
        keys: new RequestKeyTable(dynamodb, names.usage, now),
        budget: freeBudget,
        now,
      }),
    );
  const source = { bucket: 'b', key: 'k', versionId: 'v', size: 1 };

  test('starts one run for ten at once; a later one has its state, and starts nothing', async () => {
    const reason = { code: 'EncodingFailed', message: 'It failed.' };
    const asset = someAsset({ status: 'FAILED', source, reason });
    await dynamodb.send(new PutItemCommand({ TableName: names.assets, Item: toItem(asset) }));
    const retry = async () =>
      read(await handler()(httpEvent('POST /api/assets/{id}/retry', { who: creator, id: asset.id, headers: key(9) })));
    const answers = await Promise.all(Array.from({ length: 10 }, retry));
    const statuses = new Set(answers.map(({ status }) => status));
    // Those that came too late for the claim and too early for its note are asked to come back.
    expect([...statuses].filter((status) => ![202, 409].includes(status))).toEqual([]);
    for (const { status, headers } of answers) if (status === 409) expect(headers['retry-after']).toBe('1');
    expect((await Promise.all(answers.map(retry))).map(({ status }) => status)).toEqual(Array(10).fill(202));
    expect(new Set(started).size).toBe(1);
    const failedAgain = { ...asset, run: started[0], reason };
    await dynamodb.send(new PutItemCommand({ TableName: names.assets, Item: toItem(failedAgain) }));
    expect(await retry()).toMatchObject({ status: 202, body: { status: 'FAILED' } });
    expect(new Set(started).size).toBe(1);
  });
});
