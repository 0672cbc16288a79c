import { createHash, randomBytes } from 'node:crypto';
import {
  type ChecksumAlgorithm,
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { implementations, type Subject, startSubject } from './implementations';
import { errorName } from './support';

const Bucket = 'a-bucket';

describe.each(implementations)('S3 of %s', (name, start) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await startSubject(name, start, Bucket);
  });
  afterAll(() => subject.stop());

  const put = (Key: string, Body: string | Uint8Array, more: object = {}) =>
    subject.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const head = (Key: string, more: object = {}) => subject.s3.send(new HeadObjectCommand({ Bucket, Key, ...more }));
  const text = async (Key: string, more: object = {}) =>
    (await subject.s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();
  const copy = (from: string, Key: string, more: object = {}) =>
    subject.s3.send(
      new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${encodeURIComponent(from)}`, ...more }),
    );

  test('an object comes back with its bytes, headers and metadata', async () => {
    const body = randomBytes(300_000);
    const attributes = {
      ContentType: 'video/mp4',
      CacheControl: 'max-age=1',
      ContentDisposition: 'inline',
      ContentLanguage: 'es',
      Metadata: { a: 'b' },
    };
    const { ETag } = await put('film.bin', body, attributes);
    expect(ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
    const found = await subject.s3.send(new GetObjectCommand({ Bucket, Key: 'film.bin' }));
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    expect(found).toMatchObject({ ...attributes, ContentLength: 300_000 });
    expect(await head('film.bin')).toMatchObject({ ...attributes, ContentLength: 300_000, ETag });
  });

  test('an empty object is an object', async () => {
    await put('empty', new Uint8Array());
    expect((await head('empty')).ContentLength).toBe(0);
    expect(await text('empty')).toBe('');
  });

  test('an overwritten object is the new one', async () => {
    await put('twice', 'one');
    await put('twice', 'two');
    expect(await text('twice')).toBe('two');
  });

  test.each([
    'a b+c&d',
    'ünïcode/🎬.mp4',
    'deep/er/still',
    'percent%20literal',
    'plus+',
    "quote'(1)*!",
    'two//slashes',
  ])('the key %p is kept as it is', async (key) => {
    await put(key, key);
    expect(await text(key)).toBe(key);
    const { Contents = [] } = await subject.s3.send(new ListObjectsV2Command({ Bucket, Prefix: key }));
    expect(Contents.map(({ Key }) => Key)).toEqual([key]);
    await copy(key, 'copied');
    expect(await text('copied')).toBe(key);
    await subject.s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    expect(await errorName(text(key))).toBe('NoSuchKey');
  });

  test('a key has at most 1024 bytes', async () => {
    await put('é'.repeat(512), 'x');
    await subject.unlike('does not limit keys to 1024 bytes', async () => {
      expect(await errorName(put('é'.repeat(513), 'x'))).toBe('KeyTooLongError');
    });
  });

  test('ranges: first bytes, last bytes, beyond the end', async () => {
    await put('range', '0123456789');
    expect(await text('range', { Range: 'bytes=2-4' })).toBe('234');
    expect(await text('range', { Range: 'bytes=-3' })).toBe('789');
    expect(await text('range', { Range: 'bytes=8-' })).toBe('89');
    expect(await text('range', { Range: 'bytes=8-100' })).toBe('89');
    expect(await errorName(text('range', { Range: 'bytes=20-30' }))).toBe('InvalidRange');
  });

  test('conditional reads and writes', async () => {
    const { ETag } = await put('cond', 'one');
    expect(await errorName(put('cond', 'two', { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect(await text('cond')).toBe('one');
    expect(await errorName(text('cond', { IfMatch: '"other"' }))).toBe('PreconditionFailed');
    expect(await text('cond', { IfMatch: ETag })).toBe('one');
    await expect(text('cond', { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await put('fresh', 'x', { IfNoneMatch: '*' });
    expect(await text('fresh')).toBe('x');
  });

  test('of many writers that each want to be first, one is', async () => {
    const attempts = Array.from({ length: 8 }, (_, index) =>
      errorName(put('race', String(index), { IfNoneMatch: '*' })),
    );
    const outcomes = (await Promise.all(attempts)).sort();
    expect(outcomes).toEqual([...Array(7).fill('PreconditionFailed'), 'no error']);
  });

  test.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    'a %s checksum is checked, kept and answered',
    async (ChecksumAlgorithm) => {
      // The checksums that other tools compute for `123456789`.
      const known: Record<string, string> = {
        CRC32: 'y/Q5Jg==',
        CRC32C: '4waSgw==',
        CRC64NVME: 'rosUhgp5mIg=',
        SHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=',
        SHA256: 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=',
      };
      const member = `Checksum${ChecksumAlgorithm}`;
      await put('sum', '123456789', { [member]: known[ChecksumAlgorithm] });
      await subject.unlike('does not answer checksums that came in a header', async () => {
        expect(await head('sum', { ChecksumMode: 'ENABLED' })).toMatchObject({
          [member]: known[ChecksumAlgorithm],
          ChecksumType: 'FULL_OBJECT',
        });
      });
      await subject.unlike('does not check bodies against checksums', async () => {
        const wrong = put('sum', '12345678', { [member]: known[ChecksumAlgorithm] });
        expect(await errorName(wrong)).toBe('BadDigest');
      });
      await put('sum', 'without one');
      expect((await head('sum', { ChecksumMode: 'ENABLED' }))[member as 'ChecksumSHA1']).not.toBe(
        known[ChecksumAlgorithm],
      );
    },
  );

  test('a body that does not have its Content-MD5 is refused, and nothing is kept', async () => {
    await subject.unlike('does not check bodies against Content-MD5', async () => {
      const ContentMD5 = createHash('md5').update('other').digest('base64');
      expect(await errorName(put('bad', 'abc', { ContentMD5 }))).toBe('BadDigest');
      expect(await errorName(put('bad', 'abc', { ContentMD5: 'bm9uZQ==' }))).toBe('InvalidDigest');
      expect(await errorName(head('bad'))).toBe('NotFound');
    });
  });

  test('tags are kept with the object, changed and removed', async () => {
    await put('tagged', 'x', { Tagging: 'a=1&b=two%20words' });
    const tags = async () => (await subject.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet;
    expect(await tags()).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: 'two words' },
    ]);
    const set = (TagSet: { Key: string; Value: string }[]) =>
      subject.s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } }));
    await set([{ Key: 'c', Value: '3' }]);
    expect(await tags()).toEqual([{ Key: 'c', Value: '3' }]);
    expect((await subject.s3.send(new GetObjectCommand({ Bucket, Key: 'tagged' }))).TagCount).toBe(1);
    const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: String(index), Value: '' }));
    expect(await errorName(set(eleven))).toBe('BadRequest');
    await subject.s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }));
    expect(await tags()).toEqual([]);
  });

  test('many objects are deleted in one call', async () => {
    for (const key of ['d/1', 'd/2']) await put(key, 'x');
    const Objects = ['d/1', 'd/2', 'd/never'].map((Key) => ({ Key }));
    const { Deleted = [] } = await subject.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted.map(({ Key }) => Key).sort()).toEqual(['d/1', 'd/2', 'd/never']);
    expect((await subject.s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'd/' }))).KeyCount).toBe(0);
  });

  test('a copy has the source’s bytes and metadata, or those that are given for it', async () => {
    await put('from me', 'body', { Metadata: { x: 'y' }, Tagging: 't=1' });
    const { CopyObjectResult } = await copy('from me', 'to');
    expect(await text('to')).toBe('body');
    expect(await head('to')).toMatchObject({ ETag: CopyObjectResult?.ETag, Metadata: { x: 'y' } });
    await copy('from me', 'to', { MetadataDirective: 'REPLACE', ContentType: 'text/plain', Metadata: { z: '1' } });
    expect(await head('to')).toMatchObject({ ContentType: 'text/plain', Metadata: { z: '1' } });
    await put('from me', 'changed');
    expect(await text('to')).toBe('body');
  });

  test('copies that cannot be made are refused by name', async () => {
    await put('self', 'x');
    expect(await errorName(copy('self', 'self'))).toBe('InvalidRequest');
    expect(await errorName(copy('never', 'x'))).toBe('NoSuchKey');
    await subject.unlike('knows no conditions on a copy’s source', async () => {
      expect(await errorName(copy('self', 'x', { CopySourceIfMatch: '"other"' }))).toBe('PreconditionFailed');
    });
  });

  test('a presigned URL writes and reads; a changed one does not', async () => {
    const { s3 } = subject;
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'signed key' }), { expiresIn: 60 });
    expect((await fetch(url, { method: 'PUT', body: 'by url' })).status).toBe(200);
    expect(await text('signed key')).toBe('by url');
    const want = new GetObjectCommand({ Bucket, Key: 'signed key', ResponseContentType: 'text/x-asked' });
    const read = await getSignedUrl(s3, want, { expiresIn: 60 });
    await subject.unlike('ignores response headers in presigned URLs', async () => {
      expect((await fetch(read)).headers.get('content-type')).toBe('text/x-asked');
    });
    const part = await fetch(read, { headers: { range: 'bytes=1-' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 1-5/6', 'y url']);
    await subject.unlike('does not check signatures', async () => {
      expect((await fetch(read.replace('signed%20key', 'range'))).status).toBe(403);
      const signingDate = new Date(Date.now() - 5000);
      const late = await getSignedUrl(s3, want, { expiresIn: 1, signingDate });
      expect((await fetch(late)).status).toBe(403);
    });
  });

  test('what is missing is named', async () => {
    expect(await errorName(text('never'))).toBe('NoSuchKey');
    expect(await errorName(head('never'))).toBe('NotFound');
    const elsewhere = new GetObjectCommand({ Bucket: 'no-such-bucket-here', Key: 'x' });
    expect(await errorName(subject.s3.send(elsewhere))).toBe('NoSuchBucket');
  });
});
