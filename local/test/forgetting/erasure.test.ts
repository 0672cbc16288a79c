import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateDataDeletionJobCommand, DescribeDataDeletionJobCommand } from '@aws-sdk/client-personalize';
import { PutEventsCommand, PutUsersCommand } from '@aws-sdk/client-personalize-events';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { searchBytes } from '../../testing/bytes/search';
import { until } from '../services/personalize/support';
import { type SmallPlatform, startPlatform, stopPlatform } from './small-platform';

const mail = 'ann.lee@example.com';
const password = 'Correct-horse-7';
const home = mkdtempSync(join(tmpdir(), 'erasure-'));
let platform: SmallPlatform;
let sub: string;

/** Starts the platform, and lets it delete data that has passed its retention so many days after the erasure. */
async function start(days = 0): Promise<void> {
  platform = await startPlatform(home);
  await platform.laptop.later(days);
}

/** The stores that contain the address or the id of the viewer. Stops the platform. */
async function storesWithTraces(): Promise<string[]> {
  await stopPlatform(platform);
  const findings = await searchBytes(home, [sub, mail]);
  return [...new Set(findings.map(({ file }) => file.split('/').slice(0, 2).join('/')))].sort();
}

async function signUp(): Promise<void> {
  const { laptop, poolId, clientId } = platform;
  const cognito = new CognitoIdentityProviderClient(laptop.clientConfig);
  const user = { UserPoolId: poolId, Username: mail };
  const UserAttributes = [
    { Name: 'email', Value: mail },
    { Name: 'email_verified', Value: 'true' },
  ];
  await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  const AuthParameters = { USERNAME: mail, PASSWORD: password };
  const AuthFlow = 'USER_PASSWORD_AUTH';
  await cognito.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters }));
  const wrong = { ...AuthParameters, PASSWORD: `${password}8` };
  const failed = cognito.send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow, AuthParameters: wrong }));
  await expect(failed).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await cognito.send(new ForgotPasswordCommand({ ClientId: clientId, Username: mail }));
  const { UserAttributes: found = [] } = await cognito.send(new AdminGetUserCommand(user));
  sub = found.find(({ Name }) => Name === 'sub')?.Value as string;
  cognito.destroy();
}

async function leaveTraces(): Promise<void> {
  const { laptop, s3, source, events, datasets, trackingId, logs, machineArn, queueUrl } = platform;
  const dynamo = new DynamoDBClient(laptop.clientConfig);
  for (const language of ['en', 'de']) {
    const Item = { id: { S: sub }, email: { S: mail }, language: { S: language } };
    await dynamo.send(new PutItemCommand({ TableName: 'viewers', Item }));
  }
  dynamo.destroy();
  const Key = `viewers/${sub}.json`;
  for (const version of [1, 2]) {
    const Body = JSON.stringify({ mail, version });
    await s3.send(new PutObjectCommand({ Bucket: source, Key, Body, Metadata: { sub }, Tagging: `viewer=${sub}` }));
  }
  await s3.send(new DeleteObjectCommand({ Bucket: source, Key }));
  const upload = { Bucket: source, Key };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
  await s3.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: mail }));
  const properties = JSON.stringify({ languages: 'en' });
  await events.send(new PutUsersCommand({ datasetArn: datasets.Users, users: [{ userId: sub, properties }] }));
  const event = { sentAt: new Date(), itemId: 'film', eventType: 'Watch' };
  const early = { ...event, eventId: 'before the sign-in' };
  await events.send(new PutEventsCommand({ trackingId, sessionId: `visit of ${sub}`, eventList: [early] }));
  await events.send(
    new PutEventsCommand({ trackingId, sessionId: `visit of ${sub}`, userId: sub, eventList: [event] }),
  );
  logs.write('eu-west-1', 'app', 'stream', [`the viewer ${sub} has signed in`]);
  const states = new SFNClient(laptop.clientConfig);
  const input = JSON.stringify({ sub });
  const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn: machineArn, input }));
  await until(async () => {
    const { status } = await states.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'SUCCEEDED' || undefined;
  });
  states.destroy();
  const sqs = new SQSClient(laptop.clientConfig);
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: input }));
  sqs.destroy();
}

async function eraseUser(): Promise<void> {
  const { laptop, poolId: UserPoolId } = platform;
  const cognito = new CognitoIdentityProviderClient(laptop.clientConfig);
  const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId, Filter: `sub = "${sub}"` }));
  const user = { UserPoolId, Username: Users[0]?.Username };
  await cognito.send(new AdminDisableUserCommand(user));
  await cognito.send(new AdminUserGlobalSignOutCommand(user));
  await cognito.send(new AdminDeleteUserCommand(user));
  cognito.destroy();
}

async function eraseRows(): Promise<void> {
  const dynamo = new DynamoDBClient(platform.laptop.clientConfig);
  const filter = { FilterExpression: 'email = :mail', ExpressionAttributeValues: { ':mail': { S: mail } } };
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: 'viewers', ...filter }));
  for (const { id } of Items) {
    await dynamo.send(new DeleteItemCommand({ TableName: 'viewers', Key: { id: id as never } }));
  }
  dynamo.destroy();
}

async function eraseObjects(s3: S3Client, Bucket: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
}

/** The job reads its list of viewers from the bucket, so the bucket is emptied after it. */
async function eraseInteractions(): Promise<void> {
  const { s3, source, personalize, groupArn, eraserArn: roleArn } = platform;
  const Key = 'erasures/users.csv';
  await s3.send(new PutObjectCommand({ Bucket: source, Key, Body: `USER_ID\n${sub}\n` }));
  const { dataDeletionJobArn } = await personalize.send(
    new CreateDataDeletionJobCommand({
      ...{ jobName: 'erasure', datasetGroupArn: groupArn, roleArn },
      dataSource: { dataLocation: `s3://${source}/${Key}` },
    }),
  );
  await until(async () => {
    const { dataDeletionJob } = await personalize.send(new DescribeDataDeletionJobCommand({ dataDeletionJobArn }));
    return dataDeletionJob?.status === 'COMPLETED' || undefined;
  });
}

/** Until the other region has all versions. */
const replicated = () =>
  until(async () => {
    const list = async (s3: S3Client, Bucket: string) => {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      return Versions.length + DeleteMarkers.length;
    };
    const [here, there] = [await list(platform.s3, platform.source), await list(platform.farS3, platform.replica)];
    return here === there || undefined;
  });

test('a viewer is in all stores, after the erasure in those with a window, and after the windows in none', async () => {
  await start();
  await signUp();
  await leaveTraces();
  await replicated();
  await expect(storesWithTraces()).resolves.toEqual([
    ...['cognito-idp/mail', 'cognito-idp/sign-ins', 'cognito-idp/users', 'dynamodb/level', 'logs/events'],
    ...['personalize/data', 's3/buckets', 'sqs/messages', 'states/executions', 'states/history'],
  ]);

  await start();
  await eraseUser();
  await eraseRows();
  await eraseInteractions();
  await replicated();
  await eraseObjects(platform.s3, platform.source);
  await eraseObjects(platform.farS3, platform.replica);
  const windows = ['dynamodb/level', 'logs/events', 'sqs/messages', 'states/executions', 'states/history'];
  await expect(storesWithTraces()).resolves.toEqual(windows);

  await start(13);
  await expect(storesWithTraces()).resolves.toEqual(windows);
  await start(15);
  await expect(storesWithTraces()).resolves.toEqual(windows.filter((name) => name !== 'sqs/messages'));
  await start(31);
  await expect(storesWithTraces()).resolves.toEqual(['dynamodb/level', 'states/executions', 'states/history']);
  await start(36);
  await expect(storesWithTraces()).resolves.toEqual(['states/executions', 'states/history']);
  await start(91);
  await expect(storesWithTraces()).resolves.toEqual([]);
});
