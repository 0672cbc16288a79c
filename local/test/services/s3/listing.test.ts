import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { implementations, type Subject, startSubject } from './implementations';
import { errorName } from './support';

const Bucket = 'a-versioned-bucket';

describe.each(implementations)('lists and versions of %s', (name, start) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await startSubject(name, start, Bucket, true);
    for (const key of ['l/a', 'l/b/1', 'l/b/2', 'l/c/1', 'l/d']) await put(key);
  });
  afterAll(() => subject.stop());

  const put = async (Key: string, Body = 'x') =>
    (await subject.s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId as string;
  const keys = async (more: object) =>
    ((await subject.s3.send(new ListObjectsV2Command({ Bucket, ...more }))).Contents ?? []).map(({ Key }) => Key);

  test('pages go through keys and common prefixes', async () => {
    const names: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await subject.s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'l/', Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      names.push(...(page.Contents ?? []).map(({ Key }) => Key));
      names.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(names.sort()).toEqual(['l/a', 'l/b/', 'l/c/', 'l/d']);
  });

  test('a list may start after a key, and be empty', async () => {
    expect(await keys({ Prefix: 'l/', StartAfter: 'l/b/1' })).toEqual(['l/b/2', 'l/c/1', 'l/d']);
    expect(await keys({ Prefix: 'nothing/' })).toEqual([]);
  });

  test('the older list goes on after a marker', async () => {
    const list = new ListObjectsCommand({ Bucket, Prefix: 'l/', Delimiter: '/', MaxKeys: 2 });
    const { Contents = [], CommonPrefixes = [], NextMarker, IsTruncated } = await subject.s3.send(list);
    expect([Contents[0]?.Key, CommonPrefixes[0]?.Prefix]).toEqual(['l/a', 'l/b/']);
    await subject.unlike('gives no marker for the older list’s next page', async () => {
      expect([NextMarker, IsTruncated]).toEqual(['l/b/', true]);
    });
    const more = await subject.s3.send(
      new ListObjectsCommand({ Bucket, Prefix: 'l/', Delimiter: '/', Marker: 'l/b/' }),
    );
    expect(more.Contents?.map(({ Key }) => Key)).toEqual(['l/d']);
    await subject.unlike('repeats the common prefix that a page ended with', async () => {
      expect(more.CommonPrefixes).toEqual([{ Prefix: 'l/c/' }]);
    });
  });

  test('keys are written percent encoded where that is asked for', async () => {
    await put('enc/ü b');
    expect(await keys({ Prefix: 'enc/', EncodingType: 'url' })).toEqual([
      expect.stringMatching(/^enc\/%C3%BC(\+|%20)b$/),
    ]);
  });

  test('keys are in the order of their bytes', async () => {
    // In UTF-16, the emoji would come before U+FFEE.
    const inOrder = ['order/A', 'order/a', 'order/é', 'order/\uffee', 'order/🎬'];
    for (const key of [...inOrder].reverse()) await put(key);
    expect(await keys({ Prefix: 'order/' })).toEqual(inOrder);
  });

  test('versions are read by their ids, and a delete marker hides and gives back', async () => {
    const [first, second] = [await put('v', 'one'), await put('v', 'two')];
    const text = async (VersionId?: string) =>
      (await subject.s3.send(new GetObjectCommand({ Bucket, Key: 'v', VersionId }))).Body?.transformToString();
    expect([await text(first), await text(second), await text()]).toEqual(['one', 'two', 'two']);
    const { DeleteMarker, VersionId } = await subject.s3.send(new DeleteObjectCommand({ Bucket, Key: 'v' }));
    expect(DeleteMarker).toBe(true);
    expect(await errorName(text())).toBe('NoSuchKey');
    await subject.unlike('says NoSuchVersion of a delete marker', async () => {
      expect(await errorName(text(VersionId))).toBe('MethodNotAllowed');
    });
    expect(await keys({ Prefix: 'v' })).toEqual([]);
    const removed = await subject.s3.send(new DeleteObjectCommand({ Bucket, Key: 'v', VersionId }));
    expect(removed.VersionId).toBe(VersionId);
    await subject.unlike('says not that a delete marker was removed', async () => {
      expect(removed.DeleteMarker).toBe(true);
    });
    expect(await text()).toBe('two');
    await subject.s3.send(new DeleteObjectCommand({ Bucket, Key: 'v', VersionId: second }));
    expect(await text()).toBe('one');
  });

  test('all versions are listed, newest first, page by page', async () => {
    const made: string[] = [];
    for (const key of ['p/1', 'p/1', 'p/1', 'p/2', 'p/2']) made.push(await put(key));
    await subject.s3.send(new DeleteObjectCommand({ Bucket, Key: 'p/2' }));
    const all = await subject.s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'p/' }));
    const newestFirst = [made[2], made[1], made[0], made[4], made[3]];
    expect(all.Versions?.map(({ VersionId }) => VersionId)).toEqual(newestFirst);
    expect(all.DeleteMarkers).toMatchObject([{ Key: 'p/2', IsLatest: true }]);
    const found: (string | undefined)[] = [];
    let page: Partial<ListObjectVersionsCommandOutput> = {};
    do {
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      const list = { Bucket, Prefix: 'p/', MaxKeys: 2, KeyMarker, VersionIdMarker };
      page = await subject.s3.send(new ListObjectVersionsCommand(list));
      found.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId));
      expect(found.length).toBeLessThanOrEqual(newestFirst.length);
    } while (page.IsTruncated);
    expect(found).toEqual(newestFirst);
  });
});
