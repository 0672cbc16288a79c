import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as lambdaSdk from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createDynamoDb, createS3, type Laptop, standIn, startLaptop } from '@omnistream/local/test';
import { objectCreated } from '../../../../lambda/media-pipeline/intake/ingest';
import { FailureFunction, IntakeFunction } from '../../../../lambda/media-pipeline/reconcile/functions.client';
import { OpenAssetTable } from '../../../../lambda/media-pipeline/reconcile/open-assets.client';
import { ArrivedSources } from '../../../../lambda/media-pipeline/reconcile/sources.client';
import { type Asset, newAssetId, sourceKey } from '../../../../lambda/shared/assets';
import { toItem } from '../../../../lambda/shared/items';
import { someAsset } from '../../api/support';

const invoked: { name?: string; type?: string; payload: unknown }[] = [];
let laptop: Laptop;
let dynamodb: DynamoDBClient;
let s3: S3Client;
let lambda: lambdaSdk.LambdaClient;
let table: string;
let uploads: string;

beforeAll(async () => {
  const functions = standIn({
    id: 'lambda',
    sdk: lambdaSdk,
    operations: {
      Invoke: ({ FunctionName: name, InvocationType: type, Payload = '' }: lambdaSdk.InvokeCommandInput) => {
        invoked.push({ name, type, payload: JSON.parse(Buffer.from(Payload as Uint8Array).toString()) });
        return { StatusCode: 202 };
      },
    },
  });
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel), createS3(kernel), functions]);
  dynamodb = new DynamoDBClient(laptop.clientConfig);
  s3 = new S3Client(laptop.clientConfig);
  lambda = new lambdaSdk.LambdaClient(laptop.clientConfig);
  const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
  const made = await laptop.deploy('AWS::DynamoDB::Table', 'Assets', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [key('id', 'HASH')],
    AttributeDefinitions: ['id', 'kind', 'createdAt'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byCreation',
        KeySchema: [key('kind', 'HASH'), key('createdAt', 'RANGE')],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  table = made.ref;
  const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
  uploads = (await laptop.deploy('AWS::S3::Bucket', 'Uploads', versioned)).ref;
});
afterAll(() => laptop.stop());

async function put(members: Partial<Asset>): Promise<string> {
  const row = someAsset(members);
  await dynamodb.send(new PutItemCommand({ TableName: table, Item: toItem(row) }));
  return row.id;
}

test('the reconciler reads what is open, what the catalogue lacks, and what changed lately, and no more', async () => {
  const listed = { catalogue: 'published', publishedAt: '2026-01-01T00:00:00Z' } as const;
  const old = '2026-01-01T00:00:00.000Z';
  const ids = {
    uploading: await put({ status: 'UPLOADING', updatedAt: old }),
    processing: await put({ status: 'PROCESSING', updatedAt: old }),
    playable: await put({ status: 'PLAYABLE', ...listed, updatedAt: old }),
    lost: await put({ status: 'READY', updatedAt: old }),
    changed: await put({ status: 'READY', ...listed, updatedAt: '2026-01-03T00:00:00.000Z' }),
    quiet: await put({ status: 'READY', ...listed, updatedAt: old }),
    failed: await put({ status: 'FAILED', updatedAt: '2026-01-03T00:00:00.000Z' }),
  };
  const rows = new OpenAssetTable(dynamodb, table);
  const read: string[] = [];
  for await (const page of rows.pages(new Date('2026-01-02T00:00:00Z'))) read.push(...page.map(({ id }) => id));
  const names = Object.entries(ids).flatMap(([name, id]) => (read.includes(id) ? [name] : []));
  expect(names).toEqual(['uploading', 'processing', 'playable', 'lost', 'changed']);

  const members = { catalogue: 'published', publishedAt: '2026-01-03T00:00:00Z' } as const;
  expect([await rows.enlist(ids.lost, members), await rows.enlist(ids.lost, members)]).toEqual([true, false]);
  expect(await rows.enlist(ids.failed, members)).toBe(false);
  expect(await rows.find(ids.lost)).toMatchObject(members);
});

test('a source is delivered again as the event that S3 would have sent', async () => {
  const id = newAssetId();
  const sources = new ArrivedSources(s3, uploads);
  expect(await sources.find(id)).toBeUndefined();
  const Key = sourceKey(id);
  const { VersionId, ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: uploads, Key, Body: 'film' }));
  const source = await sources.find(id);
  expect(source).toEqual({
    ...{ bucket: uploads, key: Key, versionId: VersionId, etag: ETag.replaceAll('"', ''), size: 4 },
    arrivedAt: expect.stringMatching(/^20/),
  });
  if (!source) throw new Error('unreachable');
  await new IntakeFunction(lambda, 'arn:aws:lambda:eu-west-1:000000000000:function:Ingest').arrived(source);
  const { name, type, payload } = invoked.at(-1) ?? {};
  expect([name, type]).toEqual(['arn:aws:lambda:eu-west-1:000000000000:function:Ingest', 'Event']);
  expect(objectCreated.parse(payload).detail).toEqual({
    bucket: { name: uploads },
    object: { key: Key, size: 4, etag: source.etag, 'version-id': VersionId, sequencer: '00' },
  });
});

test('an end is recorded by the function that records all of them', async () => {
  const failure = { assetId: 'a', run: '0123abcd', attempt: '0123abcd', error: 'ExecutionLost' };
  await new FailureFunction(lambda, 'arn:aws:lambda:eu-west-1:000000000000:function:Fail').record(failure);
  expect(invoked.at(-1)).toMatchObject({ type: 'Event', payload: failure });
});
