import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AthenaClient, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateRecommenderCommand, ListRecommendersCommand, PersonalizeClient } from '@aws-sdk/client-personalize';
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { waitFor } from '../../../ops/wait';
import { type Platform, startPlatform } from '../../support/platform';

const root = resolve(__dirname, '../../..');
let platform: Platform;
let config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
let env: NodeJS.ProcessEnv;
let assembly: string;

beforeAll(async () => {
  platform = await startPlatform();
  assembly = platform.assembly;
  config = platform.owner;
  // As local/README.md describes it.
  env = { ...process.env, AWS_CONFIG_FILE: join(platform.home, 'aws-config'), AWS_PROFILE: 'omnistream' };
});
afterAll(() => platform?.kill());

const argumentsOf = (...words: string[]) => ['scripts/ops.mjs', 'teardown', 'dev', '--assembly', assembly, ...words];

/** The assembly as the settings of a protected stage would make it. */
function protectedAssembly(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  cpSync(platform.assembly, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = readFileSync(file, 'utf8').replace(
    /"templateFile"/g,
    '"terminationProtection": true, "templateFile"',
  );
  writeFileSync(file, manifest.replace(/,\s*"terminationProtection": false/g, ''));
  return folder;
}

function teardown(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, argumentsOf(...words), {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

async function bucketNamed(part: string): Promise<string> {
  const { Buckets = [] } = await new S3Client(config).send(new ListBucketsCommand({}));
  return Buckets.find(({ Name }) => Name?.includes(part))?.Name as string;
}

/** What a stage in use has, and a plain `cdk destroy` stumbles over. */
async function use(): Promise<void> {
  const s3 = new S3Client(config);
  const [Bucket, Key] = [await bucketNamed('storage-content'), 'asset/manifests/master.m3u8'];
  for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'asset/picture/1.mp4' }));
  const personalize = new PersonalizeClient(config);
  const stack = new DescribeStackResourcesCommand({ StackName: 'OmniStream-dev-Personalization' });
  const { StackResources = [] } = await new CloudFormationClient(config).send(stack);
  const group = StackResources.find(({ ResourceType }) => ResourceType === 'AWS::Personalize::DatasetGroup');
  await personalize.send(
    new CreateRecommenderCommand({
      name: 'omnistream-dev-1-top-picks',
      datasetGroupArn: group?.PhysicalResourceId,
      recipeArn: 'arn:aws:personalize:::recipe/aws-vod-top-picks',
    }),
  );
  const query = { QueryString: 'SELECT 1', WorkGroup: 'omnistream-dev' };
  await new AthenaClient(config).send(new StartQueryExecutionCommand(query));
}

/** The end of a deletion that is asked of CloudFormation itself. */
async function deleteStack(StackName: string): Promise<string> {
  const cloudFormation = new CloudFormationClient(config);
  await cloudFormation.send(new DeleteStackCommand({ StackName }));
  return waitFor(StackName, 60, async () => {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const [{ StackStatus = '', StackStatusReason = '' } = {}] = Stacks;
    return StackStatus.endsWith('IN_PROGRESS') ? undefined : `${StackStatus} ${StackStatusReason}`;
  });
}

test('a stage that its settings protect is not deleted, and the way to do it is named', () => {
  assembly = protectedAssembly();
  const { status, stderr } = teardown('--confirm', 'dev');
  assembly = platform.assembly;
  expect(stderr).toMatch(
    /^The stage 'dev' is protected by .*\(protectData\)\. Nothing was deleted\. .*set protectData: false/,
  );
  expect(status).toBe(1);
});

test('a stage in use is deleted to the last object, also when the teardown is cut off', async () => {
  await use();

  // CloudFormation alone cannot.
  expect(await deleteStack('OmniStream-dev-Personalization')).toMatch(/^DELETE_FAILED .*DataGeneration1Group/);
  expect(await deleteStack('OmniStream-dev-Storage')).toMatch(/^DELETE_FAILED .*Content/);

  const refused = teardown();
  expect(refused).toMatchObject({
    status: 1,
    stderr: 'Nothing was deleted. Add --confirm dev to delete all of this.\n',
  });
  expect(refused.stdout).toMatch(/Bucket +omnistream-dev-storage-content\S+ +3 versions, 6 B, 1 unfinished upload/);
  expect(refused.stdout).toMatch(
    /DatasetGroup +omnistream-dev-1-[0-9a-f]{8} +1 recommender: omnistream-dev-1-top-picks/,
  );
  expect(refused.stdout).toMatch(/UserPool +\S+ +about 3 users/);
  expect(teardown('--confirm', 'prod')).toMatchObject({ status: 2, stdout: '' });

  // Killed after its first stack.
  const child = spawn(process.execPath, argumentsOf('--confirm', 'dev'), { cwd: root, env });
  let first = '';
  child.stdout.on('data', (text: Buffer) => {
    first += text;
    if (first.includes('deleted stack')) child.kill('SIGKILL');
  });
  await once(child, 'exit');
  const [, gone] = /deleted stack (\S+) /.exec(first) ?? [];
  expect(gone).toMatch(/^OmniStream-dev-/);

  const second = teardown('--confirm', 'dev');
  expect(second.stderr).toBe('');
  expect(second.stdout).not.toContain(`deleted stack ${gone} `);
  expect(second.stdout).toMatch(/emptied bucket omnistream-dev-storage-content\S+: 3 versions, 1 unfinished upload/);
  expect(second.stdout).toContain('deleted recommender omnistream-dev-1-top-picks');
  expect(second.stdout).toContain("Nothing of the stage 'dev' is left.");
  expect(second.status).toBe(0);

  expect((await new S3Client(config).send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  expect((await new DynamoDBClient(config).send(new ListTablesCommand({}))).TableNames).toEqual([]);
  expect((await new PersonalizeClient(config).send(new ListRecommendersCommand({}))).recommenders).toEqual([]);

  const third = teardown();
  expect(third.stdout).toMatch(/^Nothing of the stage 'dev' is left in account 000000000000/);
  expect(third.status).toBe(0);
}, 900_000);
