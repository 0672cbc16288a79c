import { request } from 'node:http';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Kernel, ServiceEvent } from '../../../local/kernel/kernel';
import { createS3 } from '../../../local/services/s3';
import { type Laptop, startLaptop } from '../../support/laptop';
import { deployRole } from '../../support/role';

const events: ServiceEvent[] = [];
/** Takes what S3 tells the bus. */
const bus = {
  emit: async (_region: string, event: ServiceEvent) => {
    events.push(event);
  },
};
const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
let laptop: Laptop;
let s3: S3Client;

async function deployAll(on: Laptop, trusted = 's3.amazonaws.com') {
  const Role = await deployRole(on, trusted);
  const { ref: replica } = await on.deploy('AWS::S3::Bucket', 'Replica', versioned, 'eu-central-1');
  const { ref: content } = await on.deploy('AWS::S3::Bucket', 'Content', {
    ...versioned,
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    ReplicationConfiguration: {
      Role,
      Rules: [
        {
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: '' },
          DeleteMarkerReplication: { Status: 'Enabled' },
          Destination: { Bucket: `arn:aws:s3:::${replica}` },
        },
      ],
    },
  });
  return { content, replica };
}

async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const value = await read();
    if (holds(value)) return value;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('it did not come about');
}

const status = (run: Promise<unknown>) =>
  run.then(
    () => 'there',
    (error: Error) => error.name,
  );

beforeAll(async () => {
  laptop = await startLaptop((kernel: Kernel) => [createS3(kernel), bus as never]);
  s3 = new S3Client({ ...laptop.clientConfig, maxAttempts: 1 });
});

afterAll(async () => {
  s3.destroy();
  await laptop.stop();
});

test('versions, delete markers, and the event of each write', async () => {
  const { content: Bucket } = await deployAll(laptop);
  const first = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'one' }));
  const second = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'three' }));
  const old = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: first.VersionId }));
  expect(await old.Body?.transformToString()).toBe('one');
  const { DeleteMarker, VersionId } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
  expect(DeleteMarker).toBe(true);
  expect(await status(s3.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toBe('NoSuchKey');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
  const again = await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }));
  expect(await again.Body?.transformToString()).toBe('three');

  const created = events
    .filter(({ detailType }) => detailType === 'Object Created')
    .map(({ detail }) => detail as never);
  expect(created).toMatchObject([
    { bucket: { name: Bucket }, object: { key: 'k', size: 3, 'version-id': first.VersionId }, reason: 'PutObject' },
    { object: { size: 5, 'version-id': second.VersionId } },
  ]);
  const [a, b] = created as { object: { sequencer: string } }[];
  expect((a?.object.sequencer ?? '') < (b?.object.sequencer ?? '')).toBe(true);
});

test('without a role that may replicate, a version is marked FAILED in the end, and the source stays', async () => {
  const { content: Bucket, replica } = await deployAll(laptop);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'not-allowed', Body: 'x' }));
  const head = () => s3.send(new HeadObjectCommand({ Bucket, Key: 'not-allowed' }));
  expect((await head()).ReplicationStatus).toBe('PENDING');
  const { ReplicationStatus } = await eventually(head, (found) => found.ReplicationStatus === 'FAILED').catch(head);
  expect(['PENDING', 'FAILED']).toContain(ReplicationStatus);
  expect(await status(s3.send(new HeadObjectCommand({ Bucket: replica, Key: 'not-allowed' })))).toBe('NotFound');
}, 30_000);

test('a bucket whose replication role does not trust S3 is refused', async () => {
  await expect(deployAll(laptop, 'lambda.amazonaws.com')).rejects.toThrow(
    's3.amazonaws.com may not act as arn:aws:iam::000000000000:role/test-role for arn:aws:s3:::test-content',
  );
});

test('everything survives a restart, and so does an upload’s data', async () => {
  const { content: Bucket } = await deployAll(laptop);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'durable', Body: 'still here', Metadata: { m: '1' } }));
  laptop = await laptop.restart();
  s3.destroy();
  s3 = new S3Client({ ...laptop.clientConfig, maxAttempts: 1 });
  await deployAll(laptop);
  const found = await s3.send(new GetObjectCommand({ Bucket, Key: 'durable' }));
  expect([await found.Body?.transformToString(), found.Metadata]).toEqual(['still here', { m: '1' }]);
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'k' }));
  expect(Versions).toHaveLength(2);
});

test('a key with dots and slashes stays a key', async () => {
  const { content } = await deployAll(laptop);
  const { host } = new URL(laptop.clientConfig.endpoint);
  // The SDK would tidy such a path up; an attacker's client would not.
  const code = await new Promise((resolve) =>
    request({ host: host.split(':')[0], port: host.split(':')[1], path: `/${content}/../../etc/passwd` }, (answer) =>
      resolve(answer.statusCode),
    ).end(),
  );
  expect([403, 404]).toContain(code);
});

test('a body that does not match its checksum is refused, and nothing is kept', async () => {
  const { content: Bucket } = await deployAll(laptop);
  const put = new PutObjectCommand({
    Bucket,
    Key: 'bad',
    Body: 'abc',
    ChecksumSHA256: Buffer.alloc(32).toString('base64'),
  });
  expect(await status(s3.send(put))).toBe('BadDigest');
  expect(await status(s3.send(new HeadObjectCommand({ Bucket, Key: 'bad' })))).toBe('NotFound');
});
