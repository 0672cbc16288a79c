import {
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb, type Laptop, startLaptop, until } from '@omnistream/local/test';
import { newErasure } from '../../../lambda/erasure/erasure';
import { compare } from '../../../ops/recovery/table/compare';
import { type CopyRequest, copyBack } from '../../../ops/recovery/table/copy-back';
import { erasedOf, subjectsOf } from '../../../ops/recovery/table/erased';
import type { Tables } from '../../../ops/recovery/table/records';
import { dynamoTables } from '../../../ops/recovery/table/tables.client';

let laptop: Laptop;
let client: DynamoDBClient;
let tables: Tables;

const properties = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};
let number = 0;
const deploy = async () => {
  number += 1;
  return (await laptop.deploy('AWS::DynamoDB::Table', `Assets${number}`, properties)).ref;
};
const put = (TableName: string, id: string, more: Record<string, { S: string } | { N: string }> = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));
const titles = async (TableName: string) => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  return Items.map(({ id, title }) => [id?.S, title?.S].join(' ')).sort();
};
const active = (name: string) => until(async () => (await tables.describe(name))?.status === 'ACTIVE');
/** A second that has passed, with everything that was written before. */
const moment = async () => {
  const at = Math.ceil(Date.now() / 1000) * 1000;
  await until(() => Date.now() > at + 1000);
  return at;
};

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel)]);
  client = new DynamoDBClient(laptop.clientConfig);
  tables = dynamoTables(client);
});
afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

describe('a restored item', () => {
  const item = { id: { S: 'a' }, tags: { SS: ['x', 'y'] } };
  test.each([
    ['is missing', undefined, 'missing'],
    ['is the same with its sets in another order', { tags: { SS: ['y', 'x'] }, id: { S: 'a' } }, 'same'],
    ['has changed', { ...item, title: { S: 'new' } }, 'different'],
  ])('%s', (_, live, expected) => {
    expect(compare(item, live, undefined, 0)).toBe(expected);
  });

  test('that has expired is not brought back, for it would be deleted again', () => {
    expect(compare({ ...item, expiresAt: { N: '10' } }, undefined, 'expiresAt', 11)).toBe('expired');
    expect(compare({ ...item, expiresAt: { N: '12' } }, undefined, 'expiresAt', 11)).toBe('missing');
  });
});

describe('what was erased', () => {
  const [asset, user] = ['aaaaaaaaaaaaaaaaaaaaaa', '0b1c2d3e-1111-4222-8333-444455556666'];
  const certificates = [
    newErasure('asset', { id: asset }, 'self', new Date()),
    newErasure('viewer', { id: user }, 'admin', new Date()),
  ];
  const isErased = erasedOf(
    subjectsOf(certificates.map(({ id, salt, hash }) => ({ id: { S: id }, salt: { S: salt }, hash: { S: hash } }))),
  );

  test.each([
    ['the record of an asset', { id: { S: asset } }],
    ['a job of an asset', { id: { S: `picture#${asset}#0a1b2c3d` } }],
    ['a session of an asset', { id: { S: 'x' }, assetId: { S: asset } }],
    ['the account of a viewer', { id: { S: `viewer:${user}` } }],
    ['the use of a creator', { id: { S: `${user}#2026-01-01` } }],
  ])('is known from %s', (_, item) => expect(isErased(item)).toBe(true));

  test('is not mistaken for anything else', () => {
    expect(isErased({ id: { S: 'abbbbbbbbbbbbbbbbbbbbb' }, ownerId: { S: user.replace('0b', '0c') } })).toBe(false);
    expect(isErased({ id: { S: `${asset}a` }, count: { N: '1' } })).toBe(false);
    expect(erasedOf([])({ id: { S: asset } })).toBe(false);
  });

  test('does not come back with a restored table', async () => {
    const [live, copy] = [await deploy(), await deploy()];
    for (const id of [asset, 'lost']) await put(copy, id, { title: { S: id } });
    const request: CopyRequest = {
      from: copy,
      to: live,
      keys: ['id'],
      timeToLive: undefined,
      replaces: true,
      isErased,
    };
    expect(await copyBack(tables, request, true)).toMatchObject({ counts: { erased: 1, missing: 1 }, written: 1 });
    expect(await titles(live)).toEqual(['lost lost']);
  });
});

test('items come back by conditional writes: what is newer stays, unless it is to be replaced', async () => {
  const live = await deploy();
  for (const id of ['lost', 'changed', 'same']) await put(live, id, { title: { S: 'old' } });
  const at = await moment();
  await client.send(new DeleteItemCommand({ TableName: live, Key: { id: { S: 'lost' } } }));
  await put(live, 'changed', { title: { S: 'new' } });
  await put(live, 'made', { title: { S: 'later' } });

  const copy = `${live}-copy`;
  await tables.restore({ table: live, at }, copy);
  await active(copy);
  expect((await tables.describe(copy))?.restoredTo).toBe(at);
  const request: CopyRequest = { from: copy, to: live, keys: ['id'], timeToLive: 'expiresAt', replaces: false };
  const expected = { counts: { missing: 1, different: 1, same: 1, expired: 0 }, written: 0, raced: 0 };
  expect(await copyBack(tables, request, false)).toMatchObject(expected);
  expect(await copyBack(tables, request, true)).toMatchObject({ ...expected, written: 1 });
  expect(await titles(live)).toEqual(['changed new', 'lost old', 'made later', 'same old']);
  expect(await copyBack(tables, request, true)).toMatchObject({ written: 0, raced: 0 });

  const one = { ...request, replaces: true, id: 'same' };
  expect(await copyBack(tables, one, true)).toMatchObject({ counts: { different: 0, same: 1 }, written: 0 });
  expect(await copyBack(tables, { ...request, replaces: true }, true)).toMatchObject({ written: 1 });
  expect(await titles(live)).toEqual(['changed old', 'lost old', 'made later', 'same old']);
  await tables.delete(copy);
  expect(await tables.describe(copy)).toBeUndefined();
});

test('an item that changes between its comparison and its write is not overwritten', async () => {
  const [from, to] = [await deploy(), await deploy()];
  await put(from, 'a', { title: { S: 'old' } });
  await put(from, 'b', { title: { S: 'old' } });
  await put(to, 'b', { title: { S: 'new' } });
  const racing: Tables = {
    ...tables,
    async read(...request) {
      const found = await tables.read(...request);
      await put(to, 'a', { title: { S: 'newest' } });
      await put(to, 'b', { title: { S: 'newest' } });
      return found;
    },
  };
  const request = { from, to, keys: ['id'], timeToLive: undefined, replaces: true };
  expect(await copyBack(racing, request, true)).toMatchObject({ written: 0, raced: 2 });
  expect(await titles(to)).toEqual(['a newest', 'b newest']);
});

test('a deleted table comes back, from the backup of its deletion, in the empty one that replaces it', async () => {
  const [old, next] = [await deploy(), await deploy()];
  const ids = Array.from({ length: 230 }, (_, n) => `a${n}`);
  for (const id of ids) await put(old, id, { title: { S: id } });
  expect(await tables.backupOfDeleted(old)).toBeUndefined();
  await client.send(new DeleteTableCommand({ TableName: old }));
  expect(await tables.window(old)).toBeUndefined();
  const backup = await tables.backupOfDeleted(old);
  await tables.restore({ backup: backup?.arn ?? '' }, 'from-backup');
  await active('from-backup');
  const request = { from: 'from-backup', to: next, keys: ['id'], timeToLive: undefined, replaces: false };
  expect(await copyBack(tables, request, true)).toMatchObject({ counts: { missing: 230 }, written: 230 });
  const { Item } = await client.send(new GetItemCommand({ TableName: next, Key: { id: { S: 'a229' } } }));
  expect(Item?.title).toEqual({ S: 'a229' });
});
