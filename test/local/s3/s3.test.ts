import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createS3 } from '../../../local/services/s3';
import { startLaptop } from '../../support/laptop';
import { hasMoto, startMoto } from '../../support/moto';

const Bucket = 'a-bucket';
const region = 'eu-west-1';
const mebibyte = 1024 * 1024;

/** The laptop's S3, and moto's where it is installed: what holds for one has to hold for the other. */
const implementations: [string, () => Promise<{ endpoint: string; key: string; stop(): unknown }>][] = [
  [
    'the laptop',
    async () => {
      const laptop = await startLaptop((kernel) => [createS3(kernel)]);
      return { endpoint: laptop.clientConfig.endpoint, key: 'omnistream', stop: () => laptop.stop() };
    },
  ],
];
if (hasMoto) implementations.push(['moto', async () => ({ ...(await startMoto()), key: 'test' })]);
else test.skip('moto is not installed: its S3 is not compared', () => {});

describe.each(implementations)('S3 of %s', (name, start) => {
  let s3: S3Client;
  let server: Awaited<ReturnType<typeof start>>;
  const error = (run: Promise<unknown>) =>
    run.then(
      () => 'no error',
      (thrown: Error) => thrown.name,
    );

  beforeAll(async () => {
    server = await start();
    const credentials = { accessKeyId: server.key, secretAccessKey: server.key };
    s3 = new S3Client({ region, endpoint: server.endpoint, credentials, maxAttempts: 1, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
  }, 60_000);

  afterAll(async () => {
    s3.destroy();
    await server.stop();
  });

  const put = (Key: string, Body: string | Uint8Array, more: object = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const text = async (Key: string, more: object = {}) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

  test('an object comes back with its bytes, headers and metadata', async () => {
    const body = randomBytes(300_000);
    const { ETag } = await put('film.bin', body, {
      ContentType: 'video/mp4',
      CacheControl: 'max-age=1',
      Metadata: { a: 'b' },
    });
    expect(ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
    const found = await s3.send(new GetObjectCommand({ Bucket, Key: 'film.bin' }));
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    expect(found).toMatchObject({
      ContentType: 'video/mp4',
      CacheControl: 'max-age=1',
      Metadata: { a: 'b' },
      ContentLength: 300_000,
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'film.bin' }));
    expect(head).toMatchObject({ ContentLength: 300_000, ETag });
  });

  test.each(['a b+c&d', 'ünïcode/🎬.mp4', 'deep/er/still', 'percent%20literal', 'plus+', "quote'(1)*!"])(
    'the key %p is kept as it is',
    async (key) => {
      await put(key, key);
      expect(await text(key)).toBe(key);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: key }));
      expect(Contents.map(({ Key }) => Key)).toEqual([key]);
      await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
      expect(await error(text(key))).toBe('NoSuchKey');
    },
  );

  test('ranges: first bytes, last bytes, beyond the end', async () => {
    await put('range', '0123456789');
    expect(await text('range', { Range: 'bytes=2-4' })).toBe('234');
    expect(await text('range', { Range: 'bytes=-3' })).toBe('789');
    expect(await text('range', { Range: 'bytes=8-' })).toBe('89');
    expect(await error(text('range', { Range: 'bytes=20-30' }))).toBe('InvalidRange');
  });

  test('conditional reads and writes', async () => {
    const { ETag } = await put('cond', 'one');
    expect(await error(put('cond', 'two', { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect(await text('cond')).toBe('one');
    expect(await error(text('cond', { IfMatch: '"other"' }))).toBe('PreconditionFailed');
    expect(await text('cond', { IfMatch: ETag })).toBe('one');
    await expect(text('cond', { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });

  test('listing pages through keys and common prefixes', async () => {
    for (const key of ['l/a', 'l/b/1', 'l/b/2', 'l/c/1', 'l/d']) await put(key, 'x');
    const names: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      names.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(names.sort()).toEqual(['l/a', 'l/b/', 'l/c/', 'l/d']);
  });

  test('many objects are deleted in one call', async () => {
    for (const key of ['d/1', 'd/2']) await put(key, 'x');
    const Objects = ['d/1', 'd/2', 'd/never'].map((Key) => ({ Key }));
    const { Deleted = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted.map(({ Key }) => Key).sort()).toEqual(['d/1', 'd/2', 'd/never']);
    expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'd/' }))).KeyCount).toBe(0);
  });

  test('a copy has the source’s bytes and metadata', async () => {
    await put('from me', 'body', { Metadata: { x: 'y' } });
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from%20me` }));
    expect(await text('to')).toBe('body');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ x: 'y' });
  });

  describe('multipart uploads', () => {
    const Key = 'multi';
    const begin = async () =>
      (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'video/mp4' }))).UploadId as string;
    const part = async (UploadId: string, PartNumber: number, Body: Uint8Array) => {
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
      return { PartNumber, ETag };
    };
    const complete = (UploadId: string, Parts: { PartNumber: number; ETag?: string }[]) =>
      s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));

    test('parts that came out of order make one object', async () => {
      const id = await begin();
      const [first, second] = [randomBytes(5 * mebibyte), randomBytes(1000)];
      const two = await part(id, 2, second);
      const one = await part(id, 1, first);
      const { Parts = [] } = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id }));
      expect(Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
        [1, 5 * mebibyte],
        [2, 1000],
      ]);
      const { ETag } = await complete(id, [one, two]);
      expect(ETag).toMatch(/-2"$/);
      const found = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
      expect(bytes.equals(Buffer.concat([first, second]))).toBe(true);
      expect(found.ContentType).toBe('video/mp4');
      expect(await error(s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id })))).toBe('NoSuchUpload');
    });

    test('bad completions are refused by name, and the upload stays', async () => {
      const id = await begin();
      const small = await part(id, 1, randomBytes(100));
      const last = await part(id, 2, randomBytes(100));
      expect(await error(complete(id, [{ ...small, ETag: '"00000000000000000000000000000000"' }]))).toBe('InvalidPart');
      const large = await part(id, 3, randomBytes(5 * mebibyte));
      // moto takes parts in any order.
      if (name !== 'moto') expect(await error(complete(id, [large, small]))).toBe('InvalidPartOrder');
      expect(await error(complete(id, [small, last]))).toBe('EntityTooSmall');
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
      expect(Uploads.map(({ UploadId }) => UploadId)).toContain(id);
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
      expect(await error(s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id })))).toBe('NoSuchUpload');
      // moto looks an upload up without asking whether it is there, and answers 500 to a part of an aborted one.
      if (name === 'moto') return;
      expect(await error(part(id, 1, randomBytes(10)))).toBe('NoSuchUpload');
      expect(await error(complete(id, [small]))).toBe('NoSuchUpload');
    });
  });

  test('a presigned URL writes and reads; a changed one does not', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'signed key' }), { expiresIn: 60 });
    expect((await fetch(url, { method: 'PUT', body: 'by url' })).status).toBe(200);
    expect(await text('signed key')).toBe('by url');
    const read = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'signed key' }), { expiresIn: 60 });
    expect(await (await fetch(read)).text()).toBe('by url');
    // moto does not check signatures.
    if (name === 'moto') return;
    expect((await fetch(read.replace('signed%20key', 'range'))).status).toBe(403);
    const late = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'signed key' }), {
      expiresIn: 1,
      signingDate: new Date(Date.now() - 5000),
    });
    expect((await fetch(late)).status).toBe(403);
  });

  test('what is missing is named', async () => {
    expect(await error(text('never'))).toBe('NoSuchKey');
    expect(await error(s3.send(new GetObjectCommand({ Bucket: 'no-such-bucket-here', Key: 'x' })))).toBe(
      'NoSuchBucket',
    );
  });
});
