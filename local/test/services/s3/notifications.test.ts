import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { errorName, notifying, startWorld, versioned, type World } from './support';

let world: World;
let Bucket: string;

const deploy = async ({ laptop }: World) =>
  (await laptop.deploy('AWS::S3::Bucket', 'Told', { ...versioned, ...notifying })).ref;

beforeAll(async () => {
  world = await startWorld();
  Bucket = await deploy(world);
});

beforeEach(() => {
  world.bus.events.length = 0;
});

afterAll(() => world.stop());

test('the event of a new object has the form that AWS documents', async () => {
  const { ETag, VersionId } = await world.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello' }));
  expect(world.bus.events).toEqual([
    {
      source: 'aws.s3',
      detailType: 'Object Created',
      resources: [`arn:aws:s3:::${Bucket}`],
      detail: {
        version: '0',
        bucket: { name: Bucket },
        object: {
          key: 'k',
          size: 5,
          etag: ETag?.replaceAll('"', ''),
          'version-id': VersionId,
          sequencer: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
        'request-id': expect.any(String),
        requester: '000000000000',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    },
  ]);
});

test('copies and completed uploads give their own reasons', async () => {
  await world.s3.send(new PutObjectCommand({ Bucket, Key: 'from', Body: 'x' }));
  await world.s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }));
  const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'm' }));
  const upload = { Bucket, Key: 'm', UploadId };
  const { ETag } = await world.s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
  const Parts = [{ PartNumber: 1, ETag }];
  await world.s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  expect(world.bus.details().map(({ object, reason }) => [object.key, reason])).toEqual([
    ['from', 'PutObject'],
    ['to', 'CopyObject'],
    ['m', 'CompleteMultipartUpload'],
  ]);
});

test('deletions say whether a marker was made or a version is gone, and events of a key can be put in order', async () => {
  const { VersionId } = await world.s3.send(new PutObjectCommand({ Bucket, Key: 'd', Body: 'x' }));
  const { VersionId: marker } = await world.s3.send(new DeleteObjectCommand({ Bucket, Key: 'd' }));
  await world.s3.send(new DeleteObjectCommand({ Bucket, Key: 'd', VersionId }));
  const [created, marked, gone] = world.bus.details();
  expect(marked).toMatchObject({
    detailType: 'Object Deleted',
    object: { key: 'd', 'version-id': marker },
    reason: 'DeleteObject',
    'deletion-type': 'Delete Marker Created',
  });
  expect(gone).toMatchObject({ object: { 'version-id': VersionId }, 'deletion-type': 'Permanently Deleted' });
  const sequence = [created, marked, gone].map(({ object }) => object.sequencer);
  expect(sequence).toEqual([...new Set(sequence)].sort());
});

test('an event that the bus could not take is told after a restart, once', async () => {
  world.bus.broken = true;
  expect(await errorName(world.s3.send(new PutObjectCommand({ Bucket, Key: 'late', Body: 'x' })))).toBe(
    'InternalFailure',
  );
  world.bus.broken = false;
  const laptop = await world.laptop.restart();
  expect(world.bus.details().map(({ object }) => object.key)).toEqual(['late']);
  world.s3.destroy();
  await laptop.stop();

  world = await startWorld(join(laptop.kernel.folder('s3'), '..'));
  Bucket = await deploy(world);
  expect(world.bus.events).toEqual([]);
  const journal = readFileSync(join(laptop.kernel.folder('s3'), 'buckets', Bucket, 'journal.jsonl'), 'utf8');
  const count = (entry: string) => journal.split(`"${entry}"`).length;
  expect(count('told')).toBe(count('tell'));
});
