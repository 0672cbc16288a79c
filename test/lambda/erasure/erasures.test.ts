import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { createDynamoDb, type Laptop, startLaptop } from '@omnistream/local/test';
import { DeletableAssets } from '../../../lambda/erasure/assets.client';
import { erasures } from '../../../lambda/erasure/erasures';
import { RequestedErasures } from '../../../lambda/erasure/requested.client';
import { PseudonymLinks } from '../../../lambda/erasure/viewers.client';
import type { Asset } from '../../../lambda/shared/assets';
import { http } from '../../../lambda/shared/http';
import { fromItem, toItem } from '../../../lambda/shared/items';
import { newPseudonym } from '../../../lambda/shared/viewers';
import { type Ask, admin, creator, httpEvent, read, someAsset, stranger, viewer } from '../api/support';

let laptop: Laptop;
let client: DynamoDBClient;
let assets: string;
let viewers: string;
let records: string;
/** Starts of workflows; while it is false, they fail. */
let started: string[] = [];
let isUp = true;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel)]);
  client = new DynamoDBClient(laptop.clientConfig);
  const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
  const made = async (name: string, index?: readonly [name: string, ...attributes: string[]]) => {
    const [IndexName, ...attributes] = index ?? [];
    const { ref } = await laptop.deploy('AWS::DynamoDB::Table', name, {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [key('id', 'HASH')],
      AttributeDefinitions: ['id', ...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      ...(index && {
        GlobalSecondaryIndexes: [
          {
            IndexName,
            KeySchema: attributes.map((attribute, n) => key(attribute, n === 0 ? 'HASH' : 'RANGE')),
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    });
    return ref;
  };
  assets = await made('Assets', ['byOwner', 'ownerId', 'createdAt']);
  viewers = await made('Viewers', ['byPseudonym', 'pseudonym']);
  records = await made('Erasures');
});
afterAll(async () => {
  client.destroy();
  await laptop.stop();
});
beforeEach(() => {
  started = [];
  isUp = true;
});

async function ask(route: string, request: Ask) {
  const handler = http(
    erasures({
      assets: new DeletableAssets(client, assets),
      viewers: new PseudonymLinks(client, viewers),
      erasures: new RequestedErasures(client, records, assets),
      workflow: {
        start: async (kind, id) => {
          if (!isUp) throw new Error('no start');
          started.push(`${kind} ${id}`);
        },
      },
      now: () => new Date('2026-01-01T00:00:00Z'),
    }),
  );
  return read(await handler(httpEvent(route, request)));
}

const put = (table: string, row: object) => client.send(new PutItemCommand({ TableName: table, Item: toItem(row) }));
async function rowOf(id: string) {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: assets, Key: { id: { S: id } }, ConsistentRead: true }),
  );
  return Item && (fromItem(Item) as Asset);
}
async function film(over: Partial<Asset> = {}): Promise<Asset> {
  const made = someAsset({ status: 'READY', catalogue: 'published', ownerId: 'creator-1', ...over });
  await put(assets, made);
  return made;
}
const remove = (id: string, who = creator) => ask('DELETE /api/assets/{id}', { who, id });

describe('an asset', () => {
  test('is deleted at once by its owner, out of every list, and erased by one workflow', async () => {
    const { id } = await film();
    const { status, body, headers } = await remove(id);
    expect([status, headers.location]).toEqual([202, `/api/erasures/${body.erasure}`]);
    expect(await rowOf(id)).toMatchObject({ status: 'DELETED', erasure: body.erasure });
    expect(await rowOf(id)).not.toHaveProperty('catalogue');
    expect(started).toEqual([`asset ${body.erasure}`]);
    const { body: shown } = await ask('GET /api/erasures/{id}', { who: viewer, id: body.erasure });
    expect(shown).toMatchObject({
      id: body.erasure,
      kind: 'asset',
      status: 'ERASING',
      requestedBy: 'self',
      removed: {},
    });
    expect(JSON.stringify(shown)).not.toContain(id);
  });

  test('may be deleted by its owner and by an admin only', async () => {
    const { id } = await film();
    expect((await remove(id, stranger)).status).toBe(403);
    expect((await remove(id, viewer)).status).toBe(403);
    const { body } = await remove(id, admin);
    const { body: shown } = await ask('GET /api/erasures/{id}', { who: admin, id: body.erasure });
    expect(shown.requestedBy).toBe('admin');
  });

  test('that is not published does not exist for others', async () => {
    const { id } = await film({ status: 'PROCESSING' });
    expect((await remove(id, stranger)).status).toBe(404);
    expect((await remove('ahhhhhhhhhhhhhhhhhhhhh')).status).toBe(404);
    expect((await remove('../x')).status).toBe(404);
  });

  test('whose deletion lost its start is erased by the repetition, as the same erasure', async () => {
    const { id } = await film();
    isUp = false;
    expect((await remove(id)).status).toBe(500);
    isUp = true;
    const { status, body } = await remove(id);
    expect([status, body.erasure]).toEqual([202, (await rowOf(id))?.erasure]);
    expect((await remove(id)).body.erasure).toBe(body.erasure);
    expect((await remove(id, stranger)).status).toBe(404);
    expect(new Set(started)).toEqual(new Set([`asset ${body.erasure}`]));
  });

  test('is deleted once by many requests at the same time', async () => {
    const { id } = await film();
    const answers = await Promise.all(Array.from({ length: 8 }, () => remove(id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.erasure)).size).toBe(1);
  });

  test('that another request is changing can be deleted in a moment', async () => {
    const { id } = await film();
    const CancellationReasons = [{ Code: 'TransactionConflict' }, { Code: 'None' }];
    const conflict = new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons });
    const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
    const spy = jest.spyOn(client, 'send').mockImplementation((command: unknown) => {
      return (command instanceof TransactWriteItemsCommand ? Promise.reject(conflict) : send(command)) as never;
    });
    const { status, headers, body } = await remove(id);
    spy.mockRestore();
    expect([status, headers['retry-after'], body.type]).toEqual([503, '1', 'urn:omnistream:problem:busy']);
    expect((await remove(id)).status).toBe(202);
  });

  test('under a legal hold is kept until an admin releases it', async () => {
    const { id } = await film();
    const hold = (who: typeof admin, method = 'PUT') => ask(`${method} /api/assets/{id}/legal-hold`, { who, id });
    expect((await hold(creator)).status).toBe(403);
    expect((await hold(admin)).status).toBe(204);
    expect((await remove(id)).body).toMatchObject({ status: 409, type: 'urn:omnistream:problem:legal-hold' });
    expect((await remove(id, admin)).status).toBe(409);
    expect(await rowOf(id)).toMatchObject({ status: 'READY', legalHold: { since: '2026-01-01T00:00:00.000Z' } });
    expect((await hold(admin, 'DELETE')).status).toBe(204);
    expect((await remove(id)).status).toBe(202);
    expect((await hold(admin)).status).toBe(404);
  });
});

describe('a viewer', () => {
  test('deletes the own account, without a trace of it in the response', async () => {
    await put(viewers, { id: 'viewer-1', pseudonym: newPseudonym() });
    const { status, body } = await ask('DELETE /api/me', { who: viewer });
    expect([status, started]).toEqual([202, [`viewer ${body.erasure}`]]);
    const { body: shown } = await ask('GET /api/erasures/{id}', { who: viewer, id: body.erasure });
    expect(shown).toMatchObject({ kind: 'viewer', requestedBy: 'self' });
    expect(JSON.stringify(shown)).not.toContain('viewer-1');
  });

  test('who owns assets deletes them first; deleted ones do not count', async () => {
    const who = { sub: 'creator-9', groups: 'creator' };
    await film({ ownerId: 'creator-9', status: 'DELETED' });
    const { id } = await film({ ownerId: 'creator-9', status: 'FAILED' });
    const { body } = await ask('DELETE /api/me', { who });
    expect(body).toMatchObject({ status: 409, type: 'urn:omnistream:problem:owns-assets' });
    expect(started).toEqual([]);
    await remove(id, who);
    expect((await ask('DELETE /api/me', { who })).status).toBe(202);
  });

  test('is deleted by an admin, by the pseudonym', async () => {
    const pseudonym = newPseudonym();
    await put(viewers, { id: 'viewer-7', pseudonym });
    const other = (who: typeof admin, id: string) => ask('DELETE /api/viewers/{id}', { who, id });
    expect((await other(viewer, pseudonym)).status).toBe(403);
    expect((await other(admin, 'viewer-7')).status).toBe(404);
    expect((await other(admin, pseudonym)).status).toBe(202);
  });
});

test('an erasure that does not exist is not found', async () => {
  for (const id of ['no', '00000000-0000-4000-8000-000000000000']) {
    expect((await ask('GET /api/erasures/{id}', { who: viewer, id })).status).toBe(404);
  }
});
