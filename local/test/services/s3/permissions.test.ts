import { randomBytes } from 'node:crypto';
import { allow, deployRole } from '../../../testing/role';
import { deployKey, encryptedBy, errorName, role, startWorld, type World } from './support';

const root = { kind: 'root', accountId: '000000000000' } as const;
let world: World;
let Bucket: string;
let key: string;

const roleWith = async (...actions: string[]) =>
  role(
    await deployRole(world.laptop, 'lambda.amazonaws.com', [allow(...actions)], `R${randomBytes(4).toString('hex')}`),
  );

beforeAll(async () => {
  world = await startWorld();
  key = await deployKey(world.laptop, 'Key');
  Bucket = (await world.laptop.deploy('AWS::S3::Bucket', 'Sealed', encryptedBy(key))).ref;
  await world.as(root, 'PutObject', { Bucket, Key: 'there', Body: 'x' });
});

afterAll(() => world.stop());

test.each([
  ['GetObject', { Key: 'there' }, 's3:GetObject', 'kms:Decrypt'],
  ['HeadObject', { Key: 'there' }, 's3:GetObject', 'kms:Decrypt'],
  ['PutObject', { Key: 'new', Body: 'x' }, 's3:PutObject', 'kms:GenerateDataKey'],
  ['CreateMultipartUpload', { Key: 'new' }, 's3:PutObject', 'kms:GenerateDataKey'],
])('%s needs the permission of the object and that of its key', async (operation, input, ofObject, ofKey) => {
  const attempt = async (...actions: string[]) =>
    errorName(world.as(await roleWith(...actions), operation, { Bucket, ...input }));
  expect(await attempt(ofObject)).toBe('AccessDenied');
  expect(await attempt(ofKey)).toBe('AccessDenied');
  expect(await attempt(ofObject, ofKey)).toBe('no error');
});

test('a key’s permission may be bound to S3, and to the bucket', async () => {
  const reader = async (context: object) => {
    const statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key, Condition: { StringEquals: context } };
    const name = `Bound${randomBytes(4).toString('hex')}`;
    return role(await deployRole(world.laptop, 'lambda.amazonaws.com', [allow('s3:GetObject'), statement], name));
  };
  const attempt = async (context: object) =>
    errorName(world.as(await reader(context), 'GetObject', { Bucket, Key: 'there' }));
  const context = 'kms:EncryptionContext:aws:s3:arn';
  expect(await attempt({ 'kms:ViaService': 's3.eu-west-1.amazonaws.com' })).toBe('no error');
  expect(await attempt({ 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' })).toBe('AccessDenied');
  expect(await attempt({ [context]: `arn:aws:s3:::${Bucket}` })).toBe('no error');
  expect(await attempt({ [context]: 'arn:aws:s3:::another' })).toBe('AccessDenied');
});

test('whether an object is missing is reported only to callers that may list the bucket', async () => {
  const attempt = async (...actions: string[]) =>
    errorName(world.as(await roleWith(...actions), 'GetObject', { Bucket, Key: 'missing' }));
  expect(await attempt('s3:GetObject')).toBe('AccessDenied');
  expect(await attempt('s3:GetObject', 's3:ListBucket')).toBe('NoSuchKey');
});

test('a version needs a permission of its own', async () => {
  const input = { Bucket, Key: 'there', VersionId: 'null' };
  expect(await errorName(world.as(await roleWith('s3:GetObject', 'kms:Decrypt'), 'GetObject', input))).toBe(
    'AccessDenied',
  );
  expect(await errorName(world.as(await roleWith('s3:GetObjectVersion', 'kms:Decrypt'), 'GetObject', input))).toBe(
    'no error',
  );
});

test('of many objects to delete, those that may not be are named', async () => {
  for (const name of ['mine/1', 'theirs/1']) await world.as(root, 'PutObject', { Bucket, Key: name, Body: 'x' });
  const statement = { Effect: 'Allow', Action: 's3:DeleteObject', Resource: `arn:aws:s3:::${Bucket}/mine/*` };
  const cleaner = role(await deployRole(world.laptop, 'lambda.amazonaws.com', [statement], 'Cleaner'));
  const Objects = ['mine/1', 'theirs/1'].map((Key) => ({ Key }));
  const answer = await world.as(cleaner, 'DeleteObjects', { Bucket, Delete: { Objects } });
  expect(answer).toMatchObject({ Deleted: [{ Key: 'mine/1' }], Errors: [{ Key: 'theirs/1', Code: 'AccessDenied' }] });
  expect(await errorName(world.as(root, 'HeadObject', { Bucket, Key: 'theirs/1' }))).toBe('no error');
});

test('listing may be allowed for a prefix only', async () => {
  const statement = {
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: '*',
    Condition: { StringLike: { 's3:prefix': 'mine/*' } },
  };
  const lister = role(await deployRole(world.laptop, 'lambda.amazonaws.com', [statement], 'Lister'));
  expect(await errorName(world.as(lister, 'ListObjectsV2', { Bucket, Prefix: 'mine/' }))).toBe('no error');
  expect(await errorName(world.as(lister, 'ListObjectsV2', { Bucket, Prefix: 'theirs/' }))).toBe('AccessDenied');
  expect(await errorName(world.as(lister, 'ListObjectsV2', { Bucket }))).toBe('AccessDenied');
});

test('a key that is not there is named by the write that wants it', async () => {
  const input = { Bucket, Key: 'new', Body: 'x', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/none' };
  expect(await errorName(world.as(root, 'PutObject', input))).toBe('KMS.NotFoundException');
});
