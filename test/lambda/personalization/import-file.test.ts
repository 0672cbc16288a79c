import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3, type Laptop, startLaptop } from '@omnistream/local/test';
import { importFile, importKeyOf, objectAt } from '../../../lambda/personalization/import-file';
import { StreamedObjects } from '../../../lambda/personalization/import-file.client';

const header = '"user_id","item_id","timestamp","event_type","event_value"\n';
const rows = '"u1","a1","1767000000","Watch",\n"u2","a2","1767000001","Rate","4.0"\n';
const made = 'USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\nu1,a1,1767000000,Watch,\nu2,a2,1767000001,Rate,4.0\n';

async function* cut(text: string, size: number) {
  for (let from = 0; from < text.length; from += size) yield Buffer.from(text.slice(from, from + size));
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

test.each([1, 7, 59, 60, 61, 1000])("Athena's quotes are taken off, in pieces of %i bytes", async (size) => {
  expect(await textOf(importFile(cut(header + rows, size)))).toBe(made);
});

test.each([
  ['other columns', '"user_id","timestamp"\n"u","1"\n'],
  ['other order', '"item_id","user_id","timestamp","event_type","event_value"\n'],
  ['nothing', ''],
])('%s is no export of interactions', async (_, text) => {
  await expect(textOf(importFile(cut(text, 10)))).rejects.toThrow(TypeError);
});

test('an import file lies in a folder of its export’s name', () => {
  expect(objectAt('s3://lake/imports/q1.csv')).toEqual({ bucket: 'lake', key: 'imports/q1.csv' });
  expect(importKeyOf('imports/q1.csv')).toBe('imports/q1/interactions.csv');
  expect(() => objectAt('https://lake/q1.csv')).toThrow(TypeError);
});

describe('objects', () => {
  let laptop: Laptop;
  let s3: S3Client;
  const bucket = 'exports';
  beforeAll(async () => {
    laptop = await startLaptop((kernel) => [createS3(kernel)]);
    s3 = new S3Client(laptop.clientConfig);
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  });
  afterAll(() => laptop.stop());

  test('are made of several parts, and whole', async () => {
    const many = rows.repeat(200_000);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'q.csv', Body: header + many }));
    const objects = new StreamedObjects(s3, 5 * 1024 * 1024);
    await objects.write(bucket, 'q/interactions.csv', importFile(await objects.read(bucket, 'q.csv')));
    const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'q/interactions.csv' }));
    expect(ETag).toMatch(/-[2-9]"$/);
    const text = (await Body?.transformToString()) as string;
    expect(text.length).toBe(
      many.replaceAll('"', '').length + 'USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n'.length,
    );
    expect(text.slice(0, made.length)).toBe(made);
  });

  test('that cannot be created do not exist', async () => {
    const objects = new StreamedObjects(s3);
    await expect(objects.write(bucket, 'bad.csv', importFile(cut('"x"\n"1"\n', 4)))).rejects.toThrow(TypeError);
    await expect(s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'bad.csv' }))).rejects.toThrow('key');
  });
});
