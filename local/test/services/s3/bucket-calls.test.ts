import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectAttributesCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { errorName, startWorld, type World } from './support';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const deploy = async (logicalId: string, properties: object = {}) =>
  (await world.laptop.deploy('AWS::S3::Bucket', logicalId, properties)).ref;

test('a bucket has a region and the tags of its template', async () => {
  const Bucket = await deploy('Tagged', { Tags: [{ Key: 'team', Value: 'films' }] });
  expect((await world.s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('eu-west-1');
  expect((await world.s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('eu-west-1');
  const { TagSet } = await world.s3.send(new GetBucketTaggingCommand({ Bucket }));
  expect(TagSet).toEqual([{ Key: 'team', Value: 'films' }]);
  const untagged = await deploy('Untagged');
  expect(await errorName(world.s3.send(new GetBucketTaggingCommand({ Bucket: untagged })))).toBe('NoSuchTagSet');
});

test('a bucket is deleted once it is empty', async () => {
  const Bucket = await deploy('Emptied');
  await world.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  const remove = () => errorName(world.s3.send(new DeleteBucketCommand({ Bucket })));
  expect(await remove()).toBe('BucketNotEmpty');
  await world.s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
  expect(await remove()).toBe('no error');
  expect(await errorName(world.s3.send(new HeadBucketCommand({ Bucket })))).toBe('NotFound');
});

test('a deleted bucket policy forbids nothing any more', async () => {
  const Bucket = await deploy('Freed');
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await world.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const put = () => errorName(world.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' })));
  expect(await put()).toBe('AccessDenied');
  await world.s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  expect(await put()).toBe('no error');
  expect(await errorName(world.s3.send(new GetBucketPolicyCommand({ Bucket })))).toBe('NoSuchBucketPolicy');
});

test('attributes of an object are those that were asked for', async () => {
  const Bucket = await deploy('Described');
  const { ETag } = await world.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'film' }));
  const ask = (...ObjectAttributes: ('ETag' | 'ObjectSize')[]) =>
    world.s3.send(new GetObjectAttributesCommand({ Bucket, Key: 'k', ObjectAttributes }));
  expect(await ask('ObjectSize')).toMatchObject({ ObjectSize: 4 });
  expect(await ask('ObjectSize')).not.toHaveProperty('ETag');
  expect(`"${(await ask('ETag')).ETag}"`).toBe(ETag);
});
