import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createDynamoDb, createS3, type Laptop, startLaptop } from '@omnistream/local/test';
import type { Context } from 'aws-lambda';
import { ArrivalTable } from '../../../lambda/media-pipeline/intake/arrivals.client';
import type { Arrival } from '../../../lambda/media-pipeline/intake/ingest';
import { SourceAssetTable } from '../../../lambda/media-pipeline/intake/source-assets.client';
import { JobTable } from '../../../lambda/media-pipeline/jobs/job-records.client';
import { ContentBucket } from '../../../lambda/media-pipeline/publish/content.client';
import { type Asset, newAssetId } from '../../../lambda/shared/assets';
import { fromItem, toItem } from '../../../lambda/shared/items';
import { jobKey } from '../../../lambda/shared/jobs';
import { log } from '../../../lambda/shared/log';
import { observed } from '../../../lambda/shared/observed';
import { captureLines } from '../../support/lines';

const schema = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};
let laptop: Laptop;
let client: DynamoDBClient;
let table: string;
let assets: SourceAssetTable;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel), createS3(kernel)]);
  client = new DynamoDBClient(laptop.clientConfig);
  table = (await laptop.deploy('AWS::DynamoDB::Table', 'Table', schema)).ref;
  assets = new SourceAssetTable(client, table, 'arn:aws:states:eu-west-1:000000000000:stateMachine:films');
});
afterAll(() => laptop.stop());

async function put(more: Partial<Asset> = {}): Promise<string> {
  const id = newAssetId();
  const names = { ownerId: 'o', title: 't', fileName: 'f.mp4', contentType: 'video/mp4', size: 1 };
  const times = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' };
  const asset: Asset = { id, kind: 'asset', status: 'UPLOADING', ...names, ...times, ...more };
  await client.send(new PutItemCommand({ TableName: table, Item: toItem(asset) }));
  return id;
}

function arrival(assetId: string, sequence: string): Arrival {
  const source = { bucket: 'uploads', key: 'k', versionId: `v${sequence}`, size: 1 };
  return { assetId, run: `0000000${sequence}`, source, executionName: `${assetId}-${sequence}`, sequence };
}

const runOf = (assetId: string, run = '00000001') => ({ assetId, run });
const publication = (version: number) => ({
  manifests: { version, hls: 'h', dash: 'd', digest: 'x' },
  tracks: { video: [], audio: [], captions: [] },
  durationSeconds: 10,
});

describe('the assets table', () => {
  test('starts a run for a source once, and for the newer of two sources', async () => {
    const id = await put({ status: 'FAILED', reason: { code: 'NotMedia', message: 'm' } });
    expect(await assets.startRun(arrival(id, '2'))).toBe('taken');
    expect(await assets.startRun(arrival(id, '2'))).toBe('same');
    expect(await assets.startRun(arrival(id, '1'))).toBe('stale');
    expect(await assets.startRun(arrival(id, '3'))).toBe('taken');
    const found = await assets.find(id);
    expect(found).toMatchObject({ status: 'PROCESSING', run: '00000003', progress: 0, source: { versionId: 'v3' } });
    expect(found?.executionArn).toBe(`arn:aws:states:eu-west-1:000000000000:execution:films:${id}-3`);
    expect(found?.reason).toBeUndefined();
  });

  test('never brings a missing or deleted asset to life', async () => {
    expect(await assets.startRun(arrival('azzzzzzzzzzzzzzzzzzzzz', '1'))).toBe('deleted');
    expect(await assets.find('azzzzzzzzzzzzzzzzzzzzz')).toBeUndefined();
    const id = await put({ status: 'DELETED', run: '00000001' });
    expect(await assets.startRun(arrival(id, '1'))).toBe('deleted');
    await assets.noteProgress(runOf(id), 50);
    expect((await assets.find(id))?.progress).toBeUndefined();
  });

  test('notes belong to a run: the next one begins without', async () => {
    const id = await put({ status: 'PROCESSING', run: '00000001' });
    const notes = [{ code: 'LengthDiffers', message: 'm' }];
    await assets.note(runOf(id, 'ffffffff'), notes);
    expect((await assets.find(id))?.notes).toBeUndefined();
    await assets.note(runOf(id), notes);
    expect((await assets.find(id))?.notes).toEqual(notes);
    await assets.startRun(arrival(id, '2'));
    expect((await assets.find(id))?.notes).toBeUndefined();
  });

  test('progress never goes back, and ends with the processing', async () => {
    const id = await put({ status: 'PROCESSING', run: '00000001' });
    for (const percent of [10, 40, 30]) await assets.noteProgress(runOf(id), percent);
    await assets.noteProgress(runOf(id, 'ffffffff'), 90);
    expect((await assets.find(id))?.progress).toBe(40);
  });

  test('of two changes on the same ground, one is made', async () => {
    const id = await put({ status: 'PROCESSING', run: '00000001' });
    expect(await assets.revise(runOf(id), 0, publication(1))).toBe(true);
    expect(await assets.revise(runOf(id), 0, publication(2))).toBe(false);
    expect(await assets.revise(runOf(id), 1, publication(2))).toBe(true);
    expect(await assets.revise(runOf(id, 'ffffffff'), 2, publication(3))).toBe(false);
    expect(await assets.find(id)).toMatchObject({ revision: 2, manifests: { version: 2 } });
  });

  test('a failure is of the latest run and not of a published film', async () => {
    const id = await put({ status: 'PROCESSING', run: '00000001' });
    const reason = { code: 'NotMedia', message: 'm' };
    expect(await assets.fail(runOf(id, 'ffffffff'), reason)).toBeUndefined();
    expect(await assets.fail(runOf(id), reason)).toMatchObject({ title: 't' });
    expect(await assets.find(id)).toMatchObject({ status: 'FAILED', reason });
    for (const status of ['PLAYABLE', 'READY'] as const) {
      const published = await put({ status, run: '00000001' });
      expect(await assets.fail(runOf(published), reason)).toBeUndefined();
    }
  });

  test('a run is current until another one takes over', async () => {
    const id = await put({ status: 'PROCESSING', run: '00000001' });
    expect([await assets.isCurrent(runOf(id)), await assets.isCurrent(runOf(id, 'ffffffff'))]).toEqual([true, false]);
  });
});

test('an arrival is done when that was written, not when it was noted', async () => {
  const arrivals = new ArrivalTable(client, table);
  const one = arrival(newAssetId(), '1');
  expect(await arrivals.isDone(one)).toBe(false);
  expect(await arrivals.isDone(one)).toBe(false);
  await arrivals.done(one);
  expect(await arrivals.isDone(one)).toBe(true);
});

describe('the jobs table', () => {
  const source = { bucket: 'uploads', key: 'k', versionId: 'v', size: 1 };

  test('the first claim is told from later ones, and the newest token is kept', async () => {
    const jobs = new JobTable(client, table, (of) => jobKey('picture', of));
    const run = { ...runOf(newAssetId()), source };
    const first = await jobs.claim(run, 'one');
    expect(first).toMatchObject({ isFirst: true, taskToken: 'one' });
    await jobs.setJob(run, 'job 1');
    expect(await jobs.claim(run, 'two')).toMatchObject({
      isFirst: false,
      claimedAt: first.claimedAt,
      taskToken: 'two',
      jobId: 'job 1',
    });
    expect(await jobs.setResult(run, { status: 'COMPLETE', jobId: 'job 1' })).toBe('two');
  });

  test('a result that comes before the claim is found by it', async () => {
    const jobs = new JobTable(client, table, (of) => jobKey('picture', of));
    const run = { ...runOf(newAssetId()), source };
    const result = { status: 'ERROR', jobId: 'job 1', error: 'TranscodeFailed', cause: 'c' } as const;
    expect(await jobs.setResult(run, result)).toBeUndefined();
    expect(await jobs.claim(run, 'one')).toMatchObject({ result });
  });

  test('a result is logged under the correlation id of the run that claimed the job', async () => {
    const jobs = new JobTable(client, table, (of) => jobKey('speech', of));
    const run = runOf(newAssetId());
    await jobs.claim({ ...run, correlationId: 'upload-1' }, 'one');
    const lines = captureLines();
    await observed(async () => {
      await jobs.setResult(run, { status: 'COMPLETE', jobId: 'job 1' });
      log.info('done');
    })({}, {} as Context);
    lines.restore();
    expect(lines.parsed()).toMatchObject([{ message: 'done', correlation_id: 'upload-1' }]);
  });

  test('a row says when it may go', async () => {
    const jobs = new JobTable(client, table, (of) => jobKey('picture', of));
    const run = { ...runOf(newAssetId()), source };
    await jobs.claim(run, 'one');
    const id = `picture#${run.assetId}#${run.run}`;
    const { Item = {} } = await client.send(new GetItemCommand({ TableName: table, Key: toItem({ id }) }));
    expect(fromItem(Item).expiresAt).toBeGreaterThan(Date.now() / 1000);
  });
});

test('the content bucket lists a folder with sizes, and never overwrites a manifest', async () => {
  const { ref: Bucket } = await laptop.deploy('AWS::S3::Bucket', 'Content', {});
  const s3 = new S3Client(laptop.clientConfig);
  const bucket = new ContentBucket(s3, Bucket);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a/picture/1/film.mpd', Body: 'text' }));
  const folder = await bucket.folder('a/picture/1/');
  expect([...folder.sizes]).toEqual([['film.mpd', 4]]);
  expect(await folder.read('film.mpd')).toBe('text');
  expect(Buffer.from(await folder.head('film.mpd', 2)).toString()).toBe('te');
  expect(Buffer.from(await folder.head('film.mpd', 100)).toString()).toBe('text');

  const Key = 'a/manifests/1/index.m3u8';
  expect(await bucket.create(Key, 'first')).toBe(true);
  expect(await bucket.create(Key, 'second')).toBe(false);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await Body?.transformToString()).toBe('first');
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
    ContentType: 'application/vnd.apple.mpegurl',
    CacheControl: 'public, max-age=31536000, immutable',
  });
  const init = 'a/manifests/1/audio-es-init.mp4';
  expect(await bucket.create(init, Buffer.from([0, 255]))).toBe(true);
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: init }))).toMatchObject({
    ContentType: 'audio/mp4',
    ContentLength: 2,
  });
});
