import { applyLifecycle } from '../../../services/s3/lifecycle';
import { bucketResources } from '../../../services/s3/resources';
import { Storage } from '../../../services/s3/storage';
import { type Laptop, startLaptop } from '../../../testing/start-services';
import { Bus, notifying, versioned } from './support';

const day = 86_400_000;
const bus = new Bus();
let laptop: Laptop;
let storage: Storage;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => {
    storage = new Storage(kernel);
    return [{ resources: bucketResources(storage.buckets), stop: () => storage.buckets.close() }, bus];
  });
});

afterAll(() => laptop.stop());

beforeEach(() => {
  laptop.kernel.now = Date.now;
});

async function bucketWith(name: string, ...rules: object[]) {
  const LifecycleConfiguration = { Rules: rules.map((rule) => ({ Status: 'Enabled', ...rule })) };
  await laptop.deploy('AWS::S3::Bucket', name, { ...versioned, ...notifying, LifecycleConfiguration });
  return storage.buckets.get(`test-${name}`);
}

const add = (bucket: Awaited<ReturnType<typeof bucketWith>>, key: string) =>
  storage.add(bucket, { key, size: 0, etag: '', pieces: [], attributes: {} }, 'PutObject');

function after(days: number): Promise<void> {
  laptop.kernel.now = () => Date.now() + days * day;
  return applyLifecycle(storage);
}

test('uploads that nobody completes are ended, those under another prefix are not', async () => {
  const bucket = await bucketWith('uploads', {
    Prefix: 'tmp/',
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  });
  for (const key of ['tmp/a', 'kept/a']) {
    const upload = { id: key, key, initiated: storage.now(), attributes: {}, encryption: bucket.settings.encryption };
    bucket.write({ upload });
  }
  await after(6);
  expect(bucket.listUploads()).toHaveLength(2);
  await after(8);
  expect(bucket.listUploads().map(({ key }) => key)).toEqual(['kept/a']);
});

test('noncurrent versions end some days after their successors came, the newest of them are kept', async () => {
  const bucket = await bucketWith('old', {
    NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 1 },
  });
  const versions = [await add(bucket, 'k'), await add(bucket, 'k'), await add(bucket, 'k')];
  await after(29);
  expect(bucket.history('k')).toHaveLength(3);
  await after(31);
  expect(bucket.history('k').map(({ versionId }) => versionId)).toEqual(
    versions
      .slice(1)
      .map(({ versionId }) => versionId)
      .reverse(),
  );
});

test('an object that expires leaves a delete marker, and a marker that is alone goes', async () => {
  const bucket = await bucketWith('expiring', {
    ExpirationInDays: 14,
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  });
  await add(bucket, 'k');
  bus.events.length = 0;
  await after(15);
  expect(bucket.history('k').map(({ deleteMarker }) => deleteMarker)).toEqual([true, undefined]);
  expect(bus.details()).toMatchObject([
    { detailType: 'Object Deleted', requester: 's3.amazonaws.com', reason: 'Lifecycle Expiration' },
  ]);
  await after(40);
  expect(bucket.history('k')).toEqual([]);
});

test('a rule that is disabled does nothing', async () => {
  const bucket = await bucketWith('disabled', { Status: 'Disabled', ExpirationInDays: 1 });
  await add(bucket, 'k');
  await after(10);
  expect(bucket.current('k')?.deleteMarker).toBeUndefined();
});
