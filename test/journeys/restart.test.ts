import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { buildWorker, squareEnglish } from '@omnistream/local/test';
import { eventually } from '../support/audience';
import { omnistream, type Platform, startPlatform } from '../support/platform';

let platform: Platform;

async function jobs() {
  const client = new MediaConvertClient(platform.owner);
  const { Jobs = [] } = await client.send(new ListJobsCommand({}));
  client.destroy();
  return Jobs;
}

async function executions() {
  const client = new SFNClient(platform.owner);
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const stateMachineArn = stateMachines.find(({ name }) => name?.includes('pipeline-workflow'))?.stateMachineArn;
  const { executions: found = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
  client.destroy();
  return found;
}

beforeAll(async () => {
  platform = await startPlatform();
});

afterAll(() => platform.stop());

test('a runtime that is killed during a transcode continues, and encodes once', async () => {
  const { json, status, stderr } = omnistream(platform, 'upload', await squareEnglish(buildWorker('transcode')));
  if (status !== 0) throw new Error(stderr);
  await eventually('a job in progress', async () => (await jobs()).find(({ Status }) => Status === 'PROGRESSING'));
  const { home, port } = platform;
  await platform.kill();
  platform = await startPlatform({ home, port });
  const asset = await eventually('the end of the film', async () => {
    const found = omnistream(platform, 'status', json.id).json;
    return ['READY', 'FAILED'].includes(found?.status) ? found : undefined;
  });
  expect(asset.status).toBe('READY');
  expect(await jobs()).toHaveLength(1);
  expect((await executions()).map(({ status: state }) => state)).toEqual(['SUCCEEDED']);
});

test('duplicate and late events of an upload start nothing, and encode nothing', async () => {
  const [asset] = omnistream(platform, 'assets').json.assets;
  const s3 = new S3Client({ ...platform.owner, forcePathStyle: true });
  const lambda = new LambdaClient(platform.owner);
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const name = Buckets.find(({ Name }) => Name?.includes('uploads'))?.Name as string;
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: name }));
  const { Key, Size, ETag, VersionId } = Versions.find((version) => version.Key?.includes(asset.id)) ?? {};
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  const ingest = Functions.find(({ FunctionName }) => FunctionName?.includes('-ingest'))?.FunctionName;
  const event = {
    version: '0',
    id: 'a-duplicate',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'eu-west-1',
    resources: [`arn:aws:s3:::${name}`],
    detail: {
      version: '0',
      bucket: { name },
      object: { key: Key, size: Size, etag: ETag?.replaceAll('"', ''), 'version-id': VersionId, sequencer: '00' },
      'request-id': 'x',
      requester: '000000000000',
      'source-ip-address': '127.0.0.1',
      reason: 'CompleteMultipartUpload',
    },
  };
  const command = () => new InvokeCommand({ FunctionName: ingest, Payload: JSON.stringify(event) });
  const answers = await Promise.all([1, 2, 3].map(() => lambda.send(command())));
  expect(answers.map(({ FunctionError }) => FunctionError)).toEqual([undefined, undefined, undefined]);
  await new Promise((done) => setTimeout(done, 1000));
  expect(await executions()).toHaveLength(1);
  expect(await jobs()).toHaveLength(1);
  expect(omnistream(platform, 'status', asset.id).json.status).toBe('READY');
  s3.destroy();
  lambda.destroy();
});

test('a second runtime on the same data is refused, and says why', async () => {
  const second = startPlatform({ home: platform.home });
  await expect(second).rejects.toThrow(/another OmniStream runs on/);
});

test('after a restart everything is still there', async () => {
  const before = omnistream(platform, 'assets').json;
  const { home, port } = platform;
  await platform.stop();
  platform = await startPlatform({ home, port });
  expect(omnistream(platform, 'assets').json).toEqual(before);
  const [asset] = before.assets;
  const playback = omnistream(platform, 'playback', asset.id).json;
  const cookie = Object.entries(playback.cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  expect((await fetch(playback.hls, { headers: { cookie } })).status).toBe(200);
});
