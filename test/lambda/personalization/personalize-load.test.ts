import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDb, type Laptop, startLaptop } from '@omnistream/local/test';
import { type LoadPorts, loadPage, loadRequest, NotLoaded } from '../../../lambda/personalization/personalize-load';
import { TablePages } from '../../../lambda/personalization/personalize-load.client';
import type { Datasets } from '../../../lambda/personalization/personalize-sync';
import { newAssetId } from '../../../lambda/shared/assets';
import { toItem } from '../../../lambda/shared/items';
import { newPseudonym } from '../../../lambda/shared/viewers';
import { viewersTable } from '../../support/viewers-table';

let laptop: Laptop;
let client: DynamoDBClient;
let tables: Record<'titles' | 'viewers', string>;
/** Ids of what each call put. */
let items: string[][];
let users: string[][];
let refuses: (id: string) => boolean;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel)]);
  client = new DynamoDBClient(laptop.clientConfig);
});
afterAll(async () => {
  client.destroy();
  await laptop.stop();
});
let made = 0;
beforeEach(async () => {
  [items, users, refuses] = [[], [], () => false];
  made++;
  const table = {
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  };
  const deploy = async (name: string, definition: object) =>
    (await laptop.deploy('AWS::DynamoDB::Table', `${name}${made}`, definition)).ref;
  tables = { titles: await deploy('titles', table), viewers: await deploy('viewers', viewersTable) };
});

const put = (table: 'titles' | 'viewers', row: object) =>
  client.send(new PutItemCommand({ TableName: tables[table], Item: toItem(row) }));

const datasets: Datasets = {
  putItems: async (some) => {
    items.push(some.map(({ id }) => id));
    if (some.some(({ id }) => refuses(id))) throw new Error('not taken');
  },
  putUsers: async (some) => void users.push(some.map(({ id }) => id)),
};

/** Loads as the workflow does: page after page, until there is none. Returns what the workflow kept between the pages. */
async function load(subject: 'titles' | 'viewers', between: (after: string) => Promise<unknown> = async () => {}) {
  const rows = new TablePages(client, tables);
  const ports: LoadPorts = { pages: (subject, after) => rows.read(subject, after), datasets: [datasets] };
  const kept: string[] = [];
  let after: string | null = null;
  do {
    ({ after } = await loadPage(loadRequest.parse({ subject, after }), ports));
    if (after === null) continue;
    kept.push(after);
    await between(after);
  } while (after !== null);
  return kept;
}

/** Viewers by their pseudonyms. */
async function viewers(count: number) {
  const rows = Array.from({ length: count }, (_, index) => ({ id: `sub-${index}`, pseudonym: newPseudonym() }));
  for (const row of rows) await put('viewers', { ...row, ...settings });
  return new Map(rows.map(({ id, pseudonym }) => [pseudonym, id]));
}

const settings = { personalised: true, languages: ['en'], ageLimit: 18 };
const asset = (status: string) => ({ kind: 'asset', title: 'Film', createdAt: '2026-01-01T00:00:00Z', status });

test('all published titles are put, ten at a time, over as many pages as there are', async () => {
  const published = Array.from({ length: 130 }, newAssetId);
  for (const id of published) await put('titles', { id, ...asset('READY') });
  for (const status of ['PROCESSING', 'FAILED', 'DELETED']) await put('titles', { id: newAssetId(), ...asset(status) });
  expect(await load('titles')).toHaveLength(1);
  expect(items.flat().sort()).toEqual(published.sort());
  expect(Math.max(...items.map(({ length }) => length))).toBeLessThanOrEqual(10);
});

test('viewers are put by their pseudonyms, but for those who do not want to be known', async () => {
  const [known = '', shy = ''] = [newPseudonym(), newPseudonym()];
  await put('viewers', { id: 'v1', pseudonym: known, ...settings });
  await put('viewers', { id: 'v2', pseudonym: shy, ...settings, personalised: false });
  await put('viewers', { id: 'v3', ...settings });
  await load('viewers');
  expect([users, items]).toEqual([[[known]], []]);
});

test('between two pages of viewers, the workflow keeps no sub', async () => {
  const all = await viewers(230);
  const kept = await load('viewers');
  expect(kept).toHaveLength(2);
  expect(kept.every((one) => all.has(one))).toBe(true);
  expect(users.flat().sort()).toEqual([...all.keys()].sort());
});

test('when the last viewer of a page is removed, the load starts again', async () => {
  const all = await viewers(130);
  let removed = '';
  await load('viewers', async (after) => {
    if (removed) return;
    removed = after;
    await client.send(new DeleteItemCommand({ TableName: tables.viewers, Key: { id: { S: all.get(after) ?? '' } } }));
  });
  expect([...new Set(users.flat())].sort()).toEqual([...all.keys()].sort());
});

test('an empty table is one page', async () => {
  expect([await load('titles'), items]).toEqual([[], []]);
  expect([await load('viewers'), users]).toEqual([[], []]);
});

test('what Personalize does not take fails the page, after all else was put', async () => {
  const ids = Array.from({ length: 15 }, newAssetId);
  for (const id of ids) await put('titles', { id, ...asset('PLAYABLE') });
  refuses = (id) => id === ids[3];
  await expect(load('titles')).rejects.toThrow(NotLoaded);
  expect(items.flat()).toHaveLength(15);
});

test('another request is refused', () => {
  expect(() => loadRequest.parse({ subject: 'everything' })).toThrow();
});
