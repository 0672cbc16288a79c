import { randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { implementations, type Subject, startSubject } from './implementations';
import { errorName } from './support';

const Bucket = 'a-bucket';
const Key = 'multi';
const mebibyte = 1024 * 1024;

interface Part {
  readonly PartNumber: number;
  readonly ETag?: string;
}

describe.each(implementations)('multipart uploads of %s', (name, start) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await startSubject(name, start, Bucket);
  });
  afterAll(() => subject.stop());

  const begin = async (more: object = {}) => {
    const command = new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'video/mp4', ...more });
    return (await subject.s3.send(command)).UploadId as string;
  };
  const part = async (UploadId: string, PartNumber: number, Body: Uint8Array, more: object = {}) => {
    const command = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more });
    const { ETag, ChecksumCRC32, ChecksumCRC64NVME } = await subject.s3.send(command);
    return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC64NVME };
  };
  const complete = (UploadId: string, Parts: Part[], more: object = {}) =>
    subject.s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));
  const read = async (more: object = {}) => {
    const { Body } = await subject.s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };

  test('parts that came out of order make one object', async () => {
    const id = await begin();
    const [first, second] = [randomBytes(5 * mebibyte), randomBytes(1000)];
    const two = await part(id, 2, second);
    const one = await part(id, 1, first);
    const { Parts = [] } = await subject.s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id }));
    expect(Parts.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 5 * mebibyte],
      [2, 1000],
    ]);
    const { ETag } = await complete(id, [one, two]);
    expect(ETag).toMatch(/-2"$/);
    const whole = Buffer.concat([first, second]);
    expect((await read()).equals(whole)).toBe(true);
    const across = { start: 5 * mebibyte - 10, end: 5 * mebibyte + 9 };
    const range = await read({ Range: `bytes=${across.start}-${across.end}` });
    expect(range.equals(whole.subarray(across.start, across.end + 1))).toBe(true);
    await subject.unlike('reads parts by number as the whole object', async () => {
      expect((await read({ PartNumber: 2 })).equals(second)).toBe(true);
    });
    const head = await subject.s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ContentLength: whole.length, ContentType: 'video/mp4', ETag });
    expect(await errorName(subject.s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id })))).toBe('NoSuchUpload');
  });

  test('bad completions are refused by name, and the upload stays', async () => {
    const id = await begin();
    const small = await part(id, 1, randomBytes(100));
    const last = await part(id, 2, randomBytes(100));
    const other = { PartNumber: 1, ETag: '"00000000000000000000000000000000"' };
    expect(await errorName(complete(id, [other]))).toBe('InvalidPart');
    expect(await errorName(complete(id, [{ ...small, PartNumber: 7 }]))).toBe('InvalidPart');
    expect(await errorName(complete(id, [small, last]))).toBe('EntityTooSmall');
    const { Uploads = [] } = await subject.s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads.map(({ UploadId }) => UploadId)).toContain(id);
    await subject.s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
    expect(await errorName(subject.s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id })))).toBe('NoSuchUpload');
    await subject.unlike('answers 500 to a part of an aborted upload', async () => {
      expect(await errorName(part(id, 1, randomBytes(10)))).toBe('NoSuchUpload');
    });
    await subject.unlike('says Error of an upload that is gone', async () => {
      expect(await errorName(complete(id, [small]))).toBe('NoSuchUpload');
    });
  });

  test('parts have to be listed in their order', async () => {
    const id = await begin();
    const [large, small] = [await part(id, 1, randomBytes(5 * mebibyte)), await part(id, 2, randomBytes(10))];
    await subject.unlike('takes parts in any order', async () => {
      expect(await errorName(complete(id, [small, large]))).toBe('InvalidPartOrder');
    });
  });

  test('a part that is sent again takes the place of the first', async () => {
    const id = await begin();
    await part(id, 1, Buffer.from('wrong'));
    await complete(id, [await part(id, 1, Buffer.from('right'))]);
    expect((await read()).toString()).toBe('right');
  });

  test('an upload does not take the place of an object when it must not', async () => {
    await subject.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'first' }));
    const id = await begin();
    const only = await part(id, 1, Buffer.from('second'));
    expect(await errorName(complete(id, [only], { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect((await read()).toString()).toBe('first');
  });

  test('parts can be copied, whole and in ranges', async () => {
    await subject.s3.send(new PutObjectCommand({ Bucket, Key: 'from', Body: '0123456789' }));
    const id = await begin();
    const CopySource = `${Bucket}/from`;
    const command = { Bucket, Key, UploadId: id, PartNumber: 1, CopySource };
    const copied = await subject.s3.send(new UploadPartCopyCommand({ ...command, CopySourceRange: 'bytes=2-5' }));
    await complete(id, [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }]);
    expect((await read()).toString()).toBe('2345');
  });

  test('parts are listed page by page', async () => {
    const id = await begin();
    for (const number of [1, 2, 3]) await part(id, number, randomBytes(10));
    const list = { Bucket, Key, UploadId: id, MaxParts: 2 };
    const page = await subject.s3.send(new ListPartsCommand(list));
    expect([page.Parts?.length, page.IsTruncated, String(page.NextPartNumberMarker)]).toEqual([2, true, '2']);
    const rest = await subject.s3.send(new ListPartsCommand({ ...list, PartNumberMarker: '2' }));
    expect([rest.Parts?.map(({ PartNumber }) => PartNumber), rest.IsTruncated]).toEqual([[3], false]);
  });

  test('uploads are listed page by page', async () => {
    const ids = [await begin({ Key: 'u/1' }), await begin({ Key: 'u/1' }), await begin({ Key: 'u/2/x' })];
    await subject.unlike('lists uploads without pages', async () => {
      const list = { Bucket, Prefix: 'u/', Delimiter: '/', MaxUploads: 1 };
      const first = await subject.s3.send(new ListMultipartUploadsCommand(list));
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first;
      const second = await subject.s3.send(
        new ListMultipartUploadsCommand({ ...list, KeyMarker, UploadIdMarker, MaxUploads: 5 }),
      );
      expect([first, second].flatMap(({ Uploads = [] }) => Uploads.map(({ UploadId }) => UploadId))).toEqual(
        ids.slice(0, 2),
      );
      expect([first.IsTruncated, second.IsTruncated, second.CommonPrefixes]).toEqual([
        true,
        false,
        [{ Prefix: 'u/2/' }],
      ]);
    });
  });

  if (name === 'moto') return;

  test('a composite checksum covers the parts’ checksums, all of which have to be given', async () => {
    const id = await begin({ ChecksumAlgorithm: 'CRC32' });
    const one = await part(id, 1, Buffer.alloc(5 * mebibyte, 'a'));
    const two = await part(id, 2, Buffer.from('b'));
    expect(await errorName(complete(id, [one, { PartNumber: 2, ETag: two.ETag }]))).toBe('InvalidRequest');
    expect(await errorName(complete(id, [{ ...one, ChecksumCRC32: two.ChecksumCRC32 } as Part, two]))).toBe(
      'InvalidPart',
    );
    const { ChecksumCRC32, ChecksumType } = await complete(id, [one, two]);
    expect([ChecksumCRC32, ChecksumType]).toEqual([expect.stringMatching(/^.{6}==-2$/), 'COMPOSITE']);
  });

  test('a checksum of the whole is the same as that of one put', async () => {
    const whole = Buffer.concat([Buffer.alloc(5 * mebibyte, 'a'), Buffer.from('b')]);
    for (const ChecksumAlgorithm of ['CRC32', 'CRC64NVME'] as const) {
      const member = `Checksum${ChecksumAlgorithm}` as const;
      const put = await subject.s3.send(new PutObjectCommand({ Bucket, Key: 'whole', Body: whole, ChecksumAlgorithm }));
      const id = await begin({ ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' });
      const more = { ChecksumAlgorithm };
      const parts = [
        await part(id, 1, whole.subarray(0, 5 * mebibyte), more),
        await part(id, 2, Buffer.from('b'), more),
      ];
      const wrong = { [member]: Buffer.alloc(put[member]?.length === 8 ? 4 : 8).toString('base64') };
      expect(await errorName(complete(id, parts, { ...wrong, ChecksumType: 'FULL_OBJECT' }))).toBe('BadDigest');
      const done = await complete(id, parts);
      expect([done[member], done.ChecksumType]).toEqual([put[member], 'FULL_OBJECT']);
    }
  });
});
