import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { allow, deployRole } from '../../../testing/role';
import { deployKey, encryptedBy, errorName, eventually, startWorld, versioned, type World } from './support';

const far = 'eu-central-1';
const permissions = [
  allow('s3:GetReplicationConfiguration', 's3:ListBucket', 's3:GetObjectVersion*', 's3:Replicate*'),
  allow('kms:Decrypt', 'kms:Encrypt'),
];
let world: World;
let there: S3Client;

async function pair(name: string, statements: readonly object[], rule: object = {}, bucket: object = {}) {
  const { laptop } = world;
  const Role = await deployRole(laptop, 's3.amazonaws.com', statements, `${name}Role`);
  const replicaKey = await deployKey(laptop, `${name}ReplicaKey`, far);
  const replica = await laptop.deploy('AWS::S3::Bucket', `${name}-replica`, versioned, far);
  const Destination = {
    Bucket: replica.attributes.Arn,
    EncryptionConfiguration: { ReplicaKmsKeyID: replicaKey },
  };
  const source = await laptop.deploy('AWS::S3::Bucket', `${name}-source`, {
    ...versioned,
    ...bucket,
    ReplicationConfiguration: {
      Role,
      Rules: [
        {
          Id: 'all',
          Status: 'Enabled',
          Priority: 1,
          Filter: { Prefix: 'films/' },
          DeleteMarkerReplication: { Status: 'Enabled' },
          SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
          Destination,
          ...rule,
        },
      ],
    },
  });
  return { source: source.ref, replica: replica.ref, replicaKey };
}

const settled = (Bucket: string, Key: string) =>
  eventually(
    () => world.s3.send(new HeadObjectCommand({ Bucket, Key })),
    ({ ReplicationStatus }) => ReplicationStatus !== 'PENDING',
  );

beforeAll(async () => {
  world = await startWorld();
  there = new S3Client({ ...world.laptop.clientConfig, region: far, maxAttempts: 1 });
});

afterAll(async () => {
  there.destroy();
  await world.stop();
});

test('versions and delete markers reach the other region, with their ids, under the replica’s key', async () => {
  const key = await deployKey(world.laptop, 'SourceKey');
  const { source, replica, replicaKey } = await pair('whole', permissions, {}, encryptedBy(key));
  const Key = 'films/a';
  const put = await world.s3.send(
    new PutObjectCommand({ Bucket: source, Key, Body: 'film', Metadata: { m: '1' }, Tagging: 'a=b' }),
  );
  expect(put).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key, BucketKeyEnabled: true });
  expect((await settled(source, Key)).ReplicationStatus).toBe('COMPLETED');

  const copy = await there.send(new GetObjectCommand({ Bucket: replica, Key }));
  expect(await copy.Body?.transformToString()).toBe('film');
  expect(copy).toMatchObject({
    ReplicationStatus: 'REPLICA',
    VersionId: put.VersionId,
    ETag: put.ETag,
    SSEKMSKeyId: replicaKey,
    Metadata: { m: '1' },
    TagCount: 1,
  });

  await world.s3.send(new DeleteObjectCommand({ Bucket: source, Key }));
  const gone = () => errorName(there.send(new HeadObjectCommand({ Bucket: replica, Key })));
  expect(await eventually(gone, (name) => name !== 'no error')).toBe('NotFound');
});

test('what a rule’s prefix does not name is not replicated', async () => {
  const { source, replica } = await pair('prefix', permissions);
  await world.s3.send(new PutObjectCommand({ Bucket: source, Key: 'other', Body: 'x' }));
  await world.s3.send(new PutObjectCommand({ Bucket: source, Key: 'films/b', Body: 'x' }));
  await settled(source, 'films/b');
  const other = await world.s3.send(new HeadObjectCommand({ Bucket: source, Key: 'other' }));
  expect(other.ReplicationStatus).toBeUndefined();
  const { Versions = [] } = await there.send(new ListObjectVersionsCommand({ Bucket: replica }));
  expect(Versions.map(({ Key }) => Key)).toEqual(['films/b']);
});

test('without a rule for them, delete markers stay where they are', async () => {
  const { source, replica } = await pair('markers', permissions, { DeleteMarkerReplication: { Status: 'Disabled' } });
  await world.s3.send(new PutObjectCommand({ Bucket: source, Key: 'films/c', Body: 'x' }));
  await settled(source, 'films/c');
  await world.s3.send(new DeleteObjectCommand({ Bucket: source, Key: 'films/c' }));
  await world.s3.send(new PutObjectCommand({ Bucket: source, Key: 'films/later', Body: 'x' }));
  await settled(source, 'films/later');
  const { DeleteMarkers = [] } = await there.send(new ListObjectVersionsCommand({ Bucket: replica }));
  expect(DeleteMarkers).toEqual([]);
});

test.each([
  ['to read the source', [allow('s3:GetReplicationConfiguration', 's3:ListBucket', 's3:Replicate*', 'kms:*')]],
  ['to write the replica', [allow('s3:GetReplicationConfiguration', 's3:ListBucket', 's3:GetObject*', 'kms:*')]],
  ['to use the replica’s key', [permissions[0], allow('kms:Decrypt')]],
])(
  'a role that lacks the permission %s makes the status FAILED, and the replica stays away',
  async (lack, statements) => {
    const name = `fail${lack.length}`;
    const key = await deployKey(world.laptop, `${name}Key`);
    const { source, replica } = await pair(name, statements as object[], {}, encryptedBy(key));
    await world.s3.send(new PutObjectCommand({ Bucket: source, Key: 'films/d', Body: 'x' }));
    expect((await settled(source, 'films/d')).ReplicationStatus).toBe('FAILED');
    expect(await errorName(there.send(new HeadObjectCommand({ Bucket: replica, Key: 'films/d' })))).toBe('NotFound');
  },
);

test('a bucket whose replication role does not trust S3 is refused', async () => {
  const Role = await deployRole(world.laptop, 'lambda.amazonaws.com', permissions, 'Untrusting');
  const ReplicationConfiguration = { Role, Rules: [] };
  await expect(
    world.laptop.deploy('AWS::S3::Bucket', 'Untrusted', { ...versioned, ReplicationConfiguration }),
  ).rejects.toThrow('s3.amazonaws.com may not act as');
});

test('what was pending when the process ended is replicated after the restart', async () => {
  const { source, replica } = await pair('resumed', permissions);
  await world.s3.send(new PutObjectCommand({ Bucket: source, Key: 'films/e', Body: 'x' }));
  // The runtime stops before the copy is made.
  world.s3.destroy();
  there.destroy();
  const laptop = await world.laptop.restart();
  const { clientConfig } = laptop;
  const s3 = new S3Client({ ...clientConfig, maxAttempts: 1 });
  there = new S3Client({ ...clientConfig, region: far, maxAttempts: 1 });
  world = { ...world, laptop, s3, stop: () => laptop.stop() };
  await pair('resumed', permissions);
  const copied = () => errorName(there.send(new HeadObjectCommand({ Bucket: replica, Key: 'films/e' })));
  expect(await eventually(copied, (name) => name === 'no error')).toBe('no error');
  expect((await settled(source, 'films/e')).ReplicationStatus).toBe('COMPLETED');
  s3.destroy();
});
