import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildWorker, film } from '@omnistream/local/test';
import { type Api, signedIn } from '../../support/api';
import { eventually } from '../../support/audience';
import { omnistream, type Platform, startPlatform } from '../../support/platform';

/** A stage whose ingest fails until it is repaired, by the command and real clients. */
const root = resolve(__dirname, '../../..');
let platform: Platform;
let creator: Api;
let assetId: string;

/** A copy of the assembly in which ingest may not change records. */
function broken(assembly: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'omnistream-broken-')), 'cdk.out');
  cpSync(assembly, copy, { recursive: true });
  const name = readdirSync(copy).find((each) => each.includes('MediaPipeline') && each.endsWith('.template.json'));
  const file = join(copy, name as string);
  const template = JSON.parse(readFileSync(file, 'utf8'));
  let changed = 0;
  for (const [id, { Type, Properties }] of Object.entries<{ Type: string; Properties: never }>(template.Resources)) {
    if (Type !== 'AWS::IAM::Policy' || !id.startsWith('Ingest')) continue;
    const { PolicyDocument } = Properties as { PolicyDocument: { Statement: { Action: string | string[] }[] } };
    const before = PolicyDocument.Statement.length;
    PolicyDocument.Statement = PolicyDocument.Statement.filter(
      ({ Action }) => ![Action].flat().includes('dynamodb:UpdateItem'),
    );
    changed += before - PolicyDocument.Statement.length;
  }
  if (changed === 0) throw new Error('the policy of ingest was not found');
  writeFileSync(file, JSON.stringify(template));
  return copy;
}

function run(...words: string[]) {
  const argv = ['scripts/ops.mjs', 'redrive', 'dev', ...words, '--assembly', platform.assembly];
  const env = { ...process.env, AWS_CONFIG_FILE: join(platform.home, 'aws-config'), AWS_PROFILE: 'omnistream' };
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

async function deadLetters(): Promise<number> {
  const sqs = new SQSClient(platform.owner);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => /MediaPipeline-DeadLetters/i.test(url));
  const names = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }));
  sqs.destroy();
  return Number(Attributes?.ApproximateNumberOfMessages);
}

beforeAll(async () => {
  const whole = await startPlatform();
  await whole.stop();
  platform = await startPlatform({ assembly: broken(whole.assembly), home: whole.home, port: whole.port });
  const plain = await film('plain', buildWorker('transcode'));
  const { json, stderr } = omnistream(platform, 'upload', plain, '--language', 'fi');
  if (!json) throw new Error(stderr);
  assetId = json.id;
  await eventually('the event in the dead letters', async () => (await deadLetters()) === 1 || undefined);
  await platform.stop();
  // The repair: the stage is deployed as it should be.
  platform = await startPlatform({ assembly: whole.assembly, home: whole.home, port: whole.port });
  creator = await signedIn(platform, 'creator@example.com');
});

afterAll(() => platform?.stop());

test('without a queue, or with an unknown one, the queues are listed', () => {
  const all = run();
  expect([all.status, all.stderr]).toEqual([0, '']);
  expect(all.stdout.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^Delivery\/SessionSweepDeadLetters +0 dead letters$/),
    expect.stringMatching(/^Erasure\/DeadLetters +0 dead letters$/),
    expect.stringMatching(/^MediaPipeline\/DeadLetters +1 dead letter$/),
    expect.stringMatching(/^MediaPipeline\/ReconcilerDeadLetters +0 dead letters$/),
    expect.stringMatching(/^Personalization\/DeadLetters +0 dead letters$/),
    expect.stringMatching(/^Storage\/FailedRecords +0 dead letters$/),
  ]);
  const unknown = run('DeadLetters');
  expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('MediaPipeline/DeadLetters')]);
});

test('a film whose event is in the dead letters becomes READY', async () => {
  expect((await creator('GET', `/assets/${assetId}`)).body.status).toBe('UPLOADING');
  for (let round = 0; round < 2; round++) {
    const { status, stdout } = run('MediaPipeline/DeadLetters');
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`invocation of \\S+ +${assetId} +\\S*AccessDenied`)),
    ]);
    expect(stdout).toContain('1 dead letter, of which 1 can be redriven. Nothing was changed.');
    expect(await deadLetters()).toBe(1);
  }
  const { status, stdout, stderr } = run('MediaPipeline/DeadLetters', '--go');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('1 dead letter of MediaPipeline/DeadLetters accepted and removed.');
  await eventually('the film is READY', async () => {
    const { body } = await creator('GET', `/assets/${assetId}`);
    return body.status === 'READY' || undefined;
  });
  expect(run('MediaPipeline/DeadLetters').stdout).toContain('has no dead letters');
});

test('failed records of a stream are passed to their function again; those that it refuses are kept', async () => {
  const [s3, dynamodb, lambda] = [
    new S3Client(platform.owner),
    new DynamoDBClient(platform.owner),
    new LambdaClient(platform.owner),
  ];
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => /storage.*assets/i.test(name));
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: assetId } } }));
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const functionArn = Functions.find(({ FunctionName }) =>
    /personalization-sync/i.test(FunctionName ?? ''),
  )?.FunctionArn;
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const Bucket = Buckets.find(({ Name }) => Name?.includes('failedrecords'))?.Name;
  const keep = (name: string, records: unknown) => {
    const body = {
      requestContext: { functionArn, condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: {
        batchSize: 1,
        streamArn: `arn:aws:dynamodb:eu-west-1:000000000000:table/${TableName}/stream/x`,
      },
      payload: JSON.stringify({ Records: records }),
    };
    const Key = `aws/lambda/m/s/2026/01/01/${name}`;
    return s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(body) }));
  };
  // Since then, the title has changed, and that change was processed.
  const dynamodbRecord = {
    Keys: { id: { S: assetId } },
    NewImage: { ...Item, title: { S: 'Older' } },
    SequenceNumber: '1',
  };
  await keep('good', [{ eventID: '1', eventName: 'MODIFY', dynamodb: dynamodbRecord }]);
  await keep('bad', 'nothing that a function could read');
  const { status, stdout, stderr } = run('Storage/FailedRecords', '--go');
  expect([status, stdout]).toEqual([1, expect.stringContaining('1 dead letter of Storage/FailedRecords accepted')]);
  expect(stderr).toContain('aws/lambda/m/s/2026/01/01/bad');
  expect(run().stdout).toMatch(/Storage\/FailedRecords +1 dead letter\n/);
  const Lake = Buckets.find(({ Name }) => Name?.includes('storage-lake'))?.Name;
  const line = await s3.send(new GetObjectCommand({ Bucket: Lake, Key: `catalogue/${assetId}.json` }));
  expect(JSON.parse((await line.Body?.transformToString()) ?? '')).toMatchObject({
    id: assetId,
    title: Item?.title?.S,
  });
  for (const client of [s3, dynamodb, lambda]) client.destroy();
});
