import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { notifying, startWorld, versioned, type World } from './support';

let world: World;
let Bucket: string;

beforeAll(async () => {
  world = await startWorld();
  ({ ref: Bucket } = await world.laptop.deploy('AWS::S3::Bucket', 'Versions', { ...versioned, ...notifying }));
});
afterAll(() => world.stop());
beforeEach(() => {
  world.bus.events.length = 0;
});

const Key = 'film';
const put = () => world.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));

// Recorded from S3, 2026-02-23, by localstack's test_delete_objects_versioned.
test('of several versions that are deleted at once, those that are not there are named', async () => {
  const { VersionId } = await put();
  const Objects = [VersionId, 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD'].map((id) => ({ Key, VersionId: id }));
  const { Deleted, Errors } = await world.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toEqual([{ Key, VersionId }]);
  expect(Errors).toMatchObject([{ ...Objects[1], Code: 'NoSuchVersion' }]);
});

// Recorded from S3, 2025-01-21, by localstack's test_object_created_put_versioned.
test('the event of a version that is gone for good has its id and no entity tag', async () => {
  const { VersionId } = await put();
  await world.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  const { object } = world.bus.details()[1];
  expect(object).toEqual({ key: Key, 'version-id': VersionId, sequencer: expect.any(String) });
});

test('the event of an object in a bucket with suspended versioning names no version', async () => {
  const VersioningConfiguration = { Status: 'Suspended' } as const;
  await world.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  await put();
  expect(Object.keys(world.bus.details()[0].object).sort()).toEqual(['etag', 'key', 'sequencer', 'size']);
});
