import * as eventsSdk from '@aws-sdk/client-personalize-events';
import { PersonalizeEventsClient } from '@aws-sdk/client-personalize-events';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3, type Laptop, standIn, startLaptop } from '@omnistream/local/test';
import { ServiceError } from '@omnistream/local/wire';
import { synchronize } from '../../../lambda/personalization/personalize-sync';
import { LakeCatalogue, PersonalizeDatasets } from '../../../lambda/personalization/personalize-sync.client';
import { newAssetId } from '../../../lambda/shared/assets';
import { toItem } from '../../../lambda/shared/items';
import { RateLimit } from '../../../lambda/shared/rate-limit';

const target = (group: string, itemProperties: readonly string[]) => ({
  items: `arn:aws:personalize:eu-west-1:000000000000:dataset/${group}/ITEMS`,
  users: `arn:aws:personalize:eu-west-1:000000000000:dataset/${group}/USERS`,
  itemProperties: [...itemProperties],
  userProperties: ['languages'],
});
const newest = target('two', ['genres', 'creationTimestamp', 'languages', 'audience', 'status']);
const calls: {
  readonly dataset: string;
  readonly operation: string;
  readonly ids: readonly string[];
  readonly properties: unknown[];
}[] = [];
let refuse: (ids: readonly string[], call: number) => string | undefined = () => undefined;

type Put = eventsSdk.PutItemsCommandInput & eventsSdk.PutUsersCommandInput;
const put = (operation: string) => (input: Put) => {
  const entries = input.items ?? input.users ?? [];
  const ids = entries.map((entry) => ('itemId' in entry ? entry.itemId : entry.userId) as string);
  const dataset = input.datasetArn?.split('dataset/')[1] ?? '';
  calls.push({ dataset, operation, ids, properties: entries.map(({ properties }) => JSON.parse(String(properties))) });
  const error = refuse(ids, calls.length);
  if (error) throw new ServiceError(error, error, error.startsWith('Throttl') ? 429 : 400);
  return {};
};
const personalize = standIn({
  id: 'personalize-events',
  signingName: 'personalize',
  sdk: eventsSdk,
  operations: { PutItems: put('PutItems'), PutUsers: put('PutUsers') },
});

let laptop: Laptop;
let s3: S3Client;
let bucket: string;
let slept: number;
let ports: Parameters<typeof synchronize>[1];
let datasetsOf: (one: typeof newest) => PersonalizeDatasets;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [personalize, createS3(kernel)]);
  s3 = new S3Client(laptop.clientConfig);
  bucket = (await laptop.deploy('AWS::S3::Bucket', 'Lake', {})).ref;
});
afterAll(() => laptop.stop());
beforeEach(() => {
  calls.length = 0;
  refuse = () => undefined;
  let now = 0;
  slept = 0;
  const sleep = async (milliseconds: number) => {
    now += milliseconds;
    slept += milliseconds;
  };
  const client = new PersonalizeEventsClient({ ...laptop.clientConfig, maxAttempts: 1 });
  const limit = new RateLimit(5, { now: () => now, sleep });
  datasetsOf = (one) => new PersonalizeDatasets(client, one, limit, { attempts: 3, sleep: async () => undefined });
  ports = {
    datasets: [datasetsOf(newest)],
    catalogue: new LakeCatalogue(s3, bucket),
  };
});

const sequence = (index: number) => String(100 + index);

function published(id: string, index: number, more: object = {}, before?: object) {
  const row = { id, kind: 'asset', title: 'Film', status: 'READY', createdAt: '2026-01-01T00:00:00Z' };
  return {
    dynamodb: {
      Keys: { id: { S: id } },
      NewImage: toItem({ ...row, ...more }),
      OldImage: before && toItem({ ...row, ...before }),
      SequenceNumber: sequence(index),
    },
  };
}

const titles = (count: number) => Array.from({ length: count }, newAssetId);
const sync = (records: ReturnType<typeof published>[]) => synchronize({ Records: records }, ports);

test('titles are put ten at a time, and each has its line in the lake', async () => {
  const ids = titles(23);
  expect(await sync(ids.map((id, index) => published(id, index)))).toEqual({ batchItemFailures: [] });
  expect(calls.map(({ operation, ids: some }) => [operation, some.length])).toEqual([
    ['PutItems', 10],
    ['PutItems', 10],
    ['PutItems', 3],
  ]);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `catalogue/${ids[7]}.json` }));
  const text = (await Body?.transformToString()) as string;
  expect(text.endsWith('}\n')).toBe(true);
  expect(text.trim()).not.toContain('\n');
  expect(JSON.parse(text)).toMatchObject({ id: ids[7], title: 'Film', status: 'READY' });
});

test('several changes of a title are told once, by its last state', async () => {
  const [id = ''] = titles(1);
  const records = [
    published(id, 1),
    published(id, 2, { genres: ['Drama'] }, {}),
    published(id, 3, { genres: ['War'] }, {}),
  ];
  await sync(records);
  expect(calls).toMatchObject([{ ids: [id], properties: [{ genres: 'War' }] }]);
});

describe('a viewer', () => {
  const viewer = { id: 'v1', pseudonym: 'p1', personalised: true, languages: ['en'], ageLimit: 18 };
  const record = { dynamodb: { Keys: { id: { S: 'v1' } }, NewImage: toItem(viewer), SequenceNumber: '1' } };

  test('is put as the user of the pseudonym', async () => {
    expect(await synchronize({ Records: [record] }, ports)).toEqual({ batchItemFailures: [] });
    expect(calls).toEqual([
      { dataset: 'two/USERS', operation: 'PutUsers', ids: ['p1'], properties: [{ languages: 'en' }] },
    ]);
  });

  test('who could not be put fails the change of the row', async () => {
    refuse = () => 'ResourceInUseException';
    expect(await synchronize({ Records: [record] }, ports)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });

  test('who is removed is not put again: an erasure lets Personalize delete them', async () => {
    const removed = { dynamodb: { Keys: { id: { S: 'v1' } }, OldImage: toItem(viewer), SequenceNumber: '2' } };
    await synchronize({ Records: [removed] }, ports);
    expect(calls).toEqual([]);
  });
});

test('what is throttled is put again', async () => {
  refuse = (_, call) => (call < 3 ? 'ThrottlingException' : undefined);
  expect(await sync(titles(1).map(published))).toEqual({ batchItemFailures: [] });
  expect(calls).toHaveLength(3);
});

test('calls are not made faster than the service takes them', async () => {
  await sync(titles(100).map((id, index) => published(id, index)));
  expect(calls).toHaveLength(10);
  // Five at once, and five more a second.
  expect(slept).toBeCloseTo(1000, -2);
});

test('of a call that is refused, the entry at fault fails alone', async () => {
  const ids = titles(12);
  refuse = (some) => (some.includes(ids[4] as string) ? 'InvalidInputException' : undefined);
  const answer = await sync(ids.map((id, index) => published(id, index)));
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: sequence(4) }] });
  const taken = new Set(calls.flatMap(({ ids: some }) => (some.includes(ids[4] as string) ? [] : some)));
  expect(taken.size).toBe(11);
});

test('what fails is told again from where it changed first', async () => {
  const [id = '', other = ''] = titles(2);
  refuse = (some) => (some.includes(id) ? 'ResourceInUseException' : undefined);
  const records = [published(other, 1), published(id, 2), published(id, 3, { genres: ['War'] }, {})];
  // Both are in one call.
  expect(await sync(records)).toEqual({
    batchItemFailures: [{ itemIdentifier: sequence(1) }, { itemIdentifier: sequence(2) }],
  });
});

test('a line that cannot be written fails its title', async () => {
  const [id = ''] = titles(1);
  const broken = { ...ports, catalogue: new LakeCatalogue(s3, 'no-such-bucket') };
  expect(await synchronize({ Records: [published(id, 5)] }, broken)).toEqual({
    batchItemFailures: [{ itemIdentifier: sequence(5) }],
  });
});

describe('with several dataset groups', () => {
  test('each gets what its schema has', async () => {
    const [id = ''] = titles(1);
    const both = { ...ports, datasets: [newest, target('one', ['genres', 'status'])].map(datasetsOf) };
    await synchronize({ Records: [published(id, 1, { genres: ['War'] })] }, both);
    expect(calls).toMatchObject([
      { dataset: 'two/ITEMS', ids: [id], properties: [{ genres: 'War', audience: expect.anything() }] },
      { dataset: 'one/ITEMS', ids: [id], properties: [{ genres: 'War', status: 'READY' }] },
    ]);
    expect(Object.keys(calls[1]?.properties[0] as object)).toEqual(['genres', 'status']);
  });

  test('what one of them refuses is in the other, and is put again', async () => {
    const [id = ''] = titles(1);
    refuse = (_, call) => (call === 1 ? 'ResourceInUseException' : undefined);
    const both = { ...ports, datasets: [newest, target('one', ['genres'])].map(datasetsOf) };
    const answer = await synchronize({ Records: [published(id, 1)] }, both);
    expect(calls.map(({ dataset }) => dataset)).toEqual(['two/ITEMS', 'one/ITEMS']);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: sequence(1) }] });
  });
});
