import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { allow, createS3, deployRole, type Laptop, startLaptop, until } from '@omnistream/local/test';
import type { Pair } from '../../../ops/recovery/prefix/bucket';
import { replicationOf, versionedBucket } from '../../../ops/recovery/prefix/bucket.client';
import { isWhole, restore, survey } from '../../../ops/recovery/prefix/restore';

const far = 'eu-central-1';
const versioned = { VersioningConfiguration: { Status: 'Enabled' } };

let laptop: Laptop;
let here: S3Client;
let there: S3Client;
let pair: Pair;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createS3(kernel)]);
  here = new S3Client(laptop.clientConfig);
  there = new S3Client({ ...laptop.clientConfig, region: far });
  const Role = await deployRole(laptop, 's3.amazonaws.com', [allow('s3:*')], 'Replication');
  const replica = await laptop.deploy('AWS::S3::Bucket', 'replica', versioned, far);
  const rule = {
    ...{ Id: 'all', Status: 'Enabled', Priority: 1, Filter: { Prefix: 'a' } },
    ...{ DeleteMarkerReplication: { Status: 'Enabled' }, Destination: { Bucket: replica.attributes.Arn } },
  };
  const ReplicationConfiguration = { Role, Rules: [rule] };
  const { ref } = await laptop.deploy('AWS::S3::Bucket', 'source', { ...versioned, ReplicationConfiguration });
  const [[destination, replicated] = ['', []]] = [...(await replicationOf(here, ref))];
  expect([destination, replicated]).toEqual([replica.ref, ['a']]);
  pair = {
    primary: versionedBucket(here, ref, 'eu-west-1'),
    replica: versionedBucket(there, replica.ref, far),
    replicated,
  };
});

afterAll(async () => {
  here.destroy();
  there.destroy();
  await laptop.stop();
});

const sides = () =>
  [
    [here, pair.primary.name],
    [there, pair.replica?.name as string],
  ] as const;
const put = (Key: string, Body: string) =>
  here.send(new PutObjectCommand({ Bucket: pair.primary.name, Key, Body, ContentType: 'text/vtt' }));
const remove = (Key: string) => here.send(new DeleteObjectCommand({ Bucket: pair.primary.name, Key }));
const counts = (prefix: string) =>
  Promise.all(
    sides().map(async ([client, Bucket]) => {
      const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
      return KeyCount;
    }),
  );
/** The states of both sides agree: replication has nothing left to do. */
const settled = (prefix: string, expected: number) =>
  until(async () => (await counts(prefix)).every((count) => count === expected));
/** S3 lists whole seconds, so a change is made early in one. */
const nextSecond = () => until(() => Date.now() % 1000 < 50);
const moment = async () => {
  const at = Math.ceil(Date.now() / 1000) * 1000;
  await until(() => Date.now() > at + 1000);
  return at;
};

test('twelve objects that were deleted come back in both regions, and a second run changes nothing', async () => {
  await nextSecond();
  const names = Array.from({ length: 12 }, (_, n) => `a1/picture/${n}.m4s`);
  await Promise.all(names.map((name) => put(name, name)));
  await settled('a1/', 12);
  const at = await moment();
  await Promise.all(names.map(remove));
  await settled('a1/', 0);

  const request = { prefix: 'a1/', at };
  const before = await survey(pair, request);
  expect(before).toMatchObject({ existed: 12, covered: 12, current: { primary: 0, replica: 0 }, copied: 0 });
  expect(before.unmarked).toEqual({ primary: 12, replica: 12 });
  expect(await counts('a1/')).toEqual([0, 0]);

  await restore(pair, request);
  expect(await counts('a1/')).toEqual([12, 12]);
  const after = await survey(pair, request);
  expect([isWhole(after), after.unmarked, after.copied]).toEqual([true, { primary: 0, replica: 0 }, 0]);
  await restore(pair, request);
  for (const [client, Bucket] of sides()) {
    const { DeleteMarkers, Versions } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'a1/' }));
    expect([DeleteMarkers?.length ?? 0, Versions?.length]).toEqual([0, 12]);
  }
});

test('what was overwritten is copied once, with its headers, and reaches the replica; what is newer stays', async () => {
  await nextSecond();
  await put('a2/captions.vtt', 'right');
  await settled('a2/', 1);
  const at = await moment();
  await put('a2/captions.vtt', 'wrong');
  await put('a2/later.vtt', 'later');
  await settled('a2/', 2);

  const request = { prefix: 'a2/', at };
  expect(await survey(pair, request)).toMatchObject({ existed: 1, newer: 1, copied: 1 });
  await restore(pair, request);
  const body = async ([client, Bucket]: ReturnType<typeof sides>[number]) => {
    const object = await client.send(new GetObjectCommand({ Bucket, Key: 'a2/captions.vtt' }));
    return [object.ContentType, await object.Body?.transformToString()].join(' ');
  };
  const [one, two] = sides();
  expect(await body(one)).toBe('text/vtt right');
  await until(async () => (await body(two)) === 'text/vtt right');
  expect(await survey(pair, request)).toMatchObject({ existed: 1, newer: 1, copied: 0 });
});

test('what one region has lost for good comes from the other', async () => {
  await nextSecond();
  const { VersionId } = await put('a3/film.mp4', 'film');
  await put('a3/lost.mp4', 'lost');
  await settled('a3/', 2);
  const at = await moment();
  await here.send(new DeleteObjectCommand({ Bucket: pair.primary.name, Key: 'a3/film.mp4', VersionId }));
  const [, [, Bucket]] = sides();
  const Key = 'a3/lost.mp4';
  const { VersionId: copied } = await there.send(new HeadObjectCommand({ Bucket, Key }));
  await there.send(new DeleteObjectCommand({ Bucket, Key, VersionId: copied }));
  expect(await counts('a3/')).toEqual([1, 1]);
  await restore(pair, { prefix: 'a3/', at });
  await settled('a3/', 2);
  const found = await survey(pair, { prefix: 'a3/', at });
  expect([isWhole(found), found.copied]).toEqual([true, 0]);
});

test('keys that no rule covers are brought back in their own bucket', async () => {
  await nextSecond();
  await put('work/one', 'one');
  const at = await moment();
  await remove('work/one');
  const request = { prefix: 'work/', at };
  expect(await survey(pair, request)).toMatchObject({ existed: 1, covered: 0, unmarked: { primary: 1, replica: 0 } });
  await restore(pair, request);
  expect(await counts('work/')).toEqual([1, 0]);
  // An unfinished upload is not a version.
  await here.send(new CreateMultipartUploadCommand({ Bucket: pair.primary.name, Key: 'work/two' }));
  expect(isWhole(await survey(pair, request))).toBe(true);
});
