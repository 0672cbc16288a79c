import { appendFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Bucket as StoredBucket } from '../../../services/s3/bucket';
import { startWorld, versioned, type World } from './support';

const home = mkdtempSync(join(tmpdir(), 's3-'));
const Bucket = 'test-kept';
const folder = join(home, 's3', 'buckets', Bucket);
const journal = join(folder, 'journal.jsonl');
const files = () => readdirSync(join(folder, 'data'));
const worlds: World[] = [];
let { s3 }: Pick<World, 's3'> = {} as World;

/** Starts the next process on the same data, as after a crash of the previous one. */
async function start() {
  const world = await startWorld(home);
  worlds.push(world);
  await world.laptop.deploy('AWS::S3::Bucket', 'Kept', versioned);
  s3 = world.s3;
}

const read = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

beforeAll(start);
afterAll(async () => {
  for (const world of worlds) await world.stop();
});

test('a killed process loses no object, version, or part of an upload', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'one', Metadata: { m: '1' } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'two' }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'up', ContentType: 'video/mp4' }));
  const upload = { Bucket, Key: 'up', UploadId };
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'part' }));
  await start();

  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'a' }));
  expect(Versions.map(({ Size, IsLatest }) => [Size, IsLatest])).toEqual([
    [3, true],
    [3, false],
  ]);
  const old = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: Versions[1]?.VersionId }));
  expect([await old.Body?.transformToString(), old.Metadata]).toEqual(['one', { m: '1' }]);
  const Parts = [{ PartNumber: 1, ETag }];
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  expect(await read('up')).toBe('part');
});

test('a line that was cut off, and files that belong to nothing, are cleared away at the next start', async () => {
  const before = files().sort();
  appendFileSync(journal, '{"put":{"key":"half');
  writeFileSync(join(folder, 'data', 'orphan'), 'x');
  await start();
  expect(files().sort()).toEqual(before);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'after', Body: 'x' }));
  await start();
  expect(await read('after')).toBe('x');
  expect(await read('a')).toBe('two');
});

test('a journal that is damaged in its midst is refused, rather than half of it forgotten', () => {
  const whole = readFileSync(journal);
  writeFileSync(journal, Buffer.concat([Buffer.from('{"put":\n'), whole]));
  const settings = {
    name: Bucket,
    region: '',
    encryption: { algorithm: 'AES256' },
    notifies: false,
    createdAt: '',
  } as const;
  expect(() => new StoredBucket(folder, settings)).toThrow(`${journal} is damaged at line 1`);
  writeFileSync(journal, whole);
});
