import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { buildWorker, squareEnglish, until } from '@omnistream/local/test';
import { type Api, signedIn } from '../support/api';
import { everyFile } from '../support/manifests';
import { omnistream, type Platform, startPlatform } from '../support/platform';

/** The drill of docs/recovery.md: a film is lost in both regions, and comes back by the commands. */
let platform: Platform;
let viewer: Api;
let assetId: string;
let primary: { readonly client: S3Client; readonly Bucket: string };
let replica: typeof primary;
let dynamo: DynamoDBClient;
let assets: string;
/** A second at which everything was right. */
let at: string;

const root = resolve(__dirname, '../..');
const commandOf = (...words: string[]) => {
  const args = ['scripts/ops.mjs', 'recovery', 'dev', ...words, '--assembly', platform.assembly];
  // As local/README.md describes it.
  const env = { ...process.env, AWS_CONFIG_FILE: join(platform.home, 'aws-config'), AWS_PROFILE: 'omnistream' };
  return { args, options: { cwd: root, env } };
};
function recover(...words: string[]) {
  const { args, options } = commandOf(...words);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { ...options, encoding: 'utf8' });
  return { status, stdout, stderr };
}
const prefix = (...more: string[]) => recover('prefix', 'content', `${assetId}/`, '--at', at, ...more);
const table = (...more: string[]) => recover('table', 'assets', '--at', at, '--id', assetId, ...more);

const keysOf = async ({ client, Bucket }: typeof primary) => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: `${assetId}/` }));
  return Contents.map(({ Key }) => ({ Key }));
};
const counts = async () => [(await keysOf(primary)).length, (await keysOf(replica)).length];
const tableNames = async () => (await dynamo.send(new ListTablesCommand({}))).TableNames ?? [];

beforeAll(async () => {
  platform = await startPlatform();
  const film = await squareEnglish(buildWorker('transcode'));
  const upload = omnistream(platform, 'upload', film, '--language', 'en', '--wait');
  if (upload.status !== 0) throw new Error(`the upload failed: ${upload.stderr}`);
  assetId = upload.json.id;
  viewer = await signedIn(platform, 'viewer@example.com');
  const client = new S3Client(platform.owner);
  const far = new S3Client({ ...platform.owner, region: 'eu-central-1' });
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  const named = (part: string) => Buckets.map(({ Name = '' }) => Name).find((name) => name.includes(part)) ?? '';
  primary = { client, Bucket: named('storage-content') };
  replica = { client: far, Bucket: named('replica-content') };
  dynamo = new DynamoDBClient(platform.owner);
  assets = (await tableNames()).find((name) => name.includes('storage-assets')) ?? '';
});

afterAll(async () => {
  for (const client of [primary?.client, replica?.client, dynamo]) client?.destroy();
  await platform?.stop();
});

test('a film whose row and files were destroyed is played again, from the primary and from the replica', async () => {
  const keys = await keysOf(primary);
  await until(async () => (await counts()).every((count) => count === keys.length));
  at = new Date(Math.ceil(Date.now() / 1000) * 1000).toISOString();
  await until(() => Date.now() > Date.parse(at) + 1000);

  await dynamo.send(new DeleteItemCommand({ TableName: assets, Key: { id: { S: assetId } } }));
  await primary.client.send(new DeleteObjectsCommand({ Bucket: primary.Bucket, Delete: { Objects: keys } }));
  await until(async () => (await counts()).every((count) => count === 0));
  expect((await viewer('POST', `/assets/${assetId}/playback`)).status).toBe(404);

  // A run without the stage's name only lists.
  for (const dry of [table(), prefix()]) {
    expect([dry.status, dry.stderr]).toEqual([
      1,
      expect.stringMatching(/^Nothing was changed\. Add --confirm dev to /),
    ]);
  }
  const copies = async () => (await tableNames()).filter((name) => name.includes('-at-'));
  expect([await counts(), await copies()]).toEqual([[0, 0], []]);
  expect(prefix('--confirm', 'prod')).toMatchObject({ status: 2, stdout: '' });

  // The row, by a run that was killed and a second one.
  const { args, options } = commandOf('table', 'assets', '--at', at, '--id', assetId, '--confirm', 'dev');
  const child = spawn(process.execPath, args, options);
  child.stdout.on('data', (text: Buffer) => text.includes('Restoring') && child.kill('SIGKILL'));
  await once(child, 'exit');
  const row = table('--confirm', 'dev');
  expect(row).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('1 item written.') });
  expect(await copies()).toEqual([]);
  expect(omnistream(platform, 'status', assetId).json.status).toBe('READY');

  // The files, in both regions. The deletion was replicated, and the removal of delete markers never is.
  const files = prefix('--confirm', 'dev');
  expect(files).toMatchObject({ status: 0, stderr: '' });
  expect(await counts()).toEqual([keys.length, keys.length]);
  expect(prefix('--confirm', 'dev').stdout).toContain('All objects are present. Nothing was changed.');
  expect(table('--confirm', 'dev').stdout).toContain('0 items missing');

  // Half of the segments from the primary, and the others while it refuses: the edge has none of them.
  const { body: session } = await viewer('POST', `/assets/${assetId}/playback`);
  const cookie = Object.entries(session.cookies as Record<string, string>)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  const get = (url: string) => fetch(url, { headers: { cookie } });
  const all = await everyFile(session.hls, async (url) => (await get(url)).text());
  const segments = all.filter((url) => !url.includes('.m3u8'));
  expect(segments.length).toBeGreaterThan(20);
  const play = async (rest: 0 | 1) => {
    const answers = segments
      .filter((_, index) => index % 2 === rest)
      .map(async (url) => {
        const response = await get(url);
        await response.arrayBuffer();
        return [response.status, response.headers.get('x-cache')].join(' ');
      });
    return [...new Set(await Promise.all(answers))];
  };
  expect(await play(0)).toEqual(['200 Miss from cloudfront']);
  const { Bucket, client } = primary;
  const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket }));
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }];
  const refusing = JSON.stringify({ Version: '2012-10-17', Statement });
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy: refusing }));
  expect(await play(1)).toEqual(['200 Miss from cloudfront']);
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
});

test('a creator whom the user pool has lost comes back from an export, with the groups and the films', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'users-')), 'users.json');
  const written = recover('users', '--export', file);
  expect(written).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringContaining(`3 users written to ${file}`),
  });
  expect(recover('users', '--import', file).stdout).toContain('All users are present. Nothing was changed.');

  const cognito = new CognitoIdentityProviderClient(platform.owner);
  const cloudFormation = new CloudFormationClient(platform.owner);
  const stack = new DescribeStackResourcesCommand({ StackName: 'OmniStream-dev-Auth' });
  const { StackResources = [] } = await cloudFormation.send(stack);
  cloudFormation.destroy();
  const pool = StackResources.find(({ ResourceType }) => ResourceType === 'AWS::Cognito::UserPool');
  const user = { UserPoolId: pool?.PhysicalResourceId, Username: 'creator@example.com' };
  await cognito.send(new AdminDeleteUserCommand(user));
  expect(recover('users', '--import', file)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('1 user of 3'),
  });
  const imported = recover('users', '--import', file, '--confirm', 'dev');
  expect(imported).toMatchObject({ status: 0, stderr: '' });
  expect(imported.stdout).toContain('1 user created. 1 asset given to the new ids of their owners.');

  const { UserAttributes = [] } = await cognito.send(new AdminGetUserCommand(user));
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: assets, Key: { id: { S: assetId } } }));
  expect(Item?.ownerId?.S).toBe(UserAttributes.find(({ Name }) => Name === 'sub')?.Value);
  const { Groups = [] } = await cognito.send(new AdminListGroupsForUserCommand(user));
  expect(Groups.map(({ GroupName }) => GroupName)).toEqual(['creator']);
  cognito.destroy();
});
