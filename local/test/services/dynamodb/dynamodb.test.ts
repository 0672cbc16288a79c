import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Backend, backends } from './backends';

describe.each(backends)('DynamoDB on $name', ({ test, start }) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend?.stop());

  const send: Backend['client']['send'] = ((command: never) => backend.client.send(command)) as never;
  const put = (id: string, more: Record<string, never> | object = {}) =>
    send(new PutItemCommand({ TableName: backend.assets, Item: { id: { S: id }, ...more } }));
  const get = async (id: string) =>
    (await send(new GetItemCommand({ TableName: backend.assets, Key: { id: { S: id } }, ConsistentRead: true }))).Item;

  test('gives back every type of attribute as it was put', async () => {
    const item = {
      id: { S: 'types' },
      n: { N: '-12.5' },
      b: { B: new Uint8Array([0, 1, 254, 255]) },
      bool: { BOOL: false },
      nothing: { NULL: true as const },
      ss: { SS: ['a', 'b'] },
      ns: { NS: ['1', '2'] },
      bs: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
      l: { L: [{ S: '' }, { M: { B: { B: new Uint8Array([7]) } } }] },
    };
    await send(new PutItemCommand({ TableName: backend.assets, Item: item }));
    expect(await get('types')).toEqual(item);
  });

  test('knows nothing of a missing item or table', async () => {
    expect(await get('nobody')).toBeUndefined();
    await expect(send(new GetItemCommand({ TableName: 'nowhere', Key: { id: { S: 'a' } } }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('refuses keys that do not fit the schema, and empty ones', async () => {
    const bad = { name: 'ValidationException' };
    await expect(send(new GetItemCommand({ TableName: backend.assets, Key: { x: { S: 'a' } } }))).rejects.toMatchObject(
      bad,
    );
    await expect(put('')).rejects.toMatchObject(bad);
    await expect(put('empty', { ownerId: { S: '' }, createdAt: { N: '1' } })).rejects.toMatchObject(bad);
  });

  test('refuses an item of more than 400 KB', async () => {
    await expect(put('big', { text: { S: 'x'.repeat(400 * 1024) } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await put('just-fits', { text: { S: 'x'.repeat(400_000) } });
  });

  test('puts only when the condition holds, and shows the item in the way when asked', async () => {
    await put('once', { title: { S: 'first' } });
    const again = {
      TableName: backend.assets,
      Item: { id: { S: 'once' }, title: { S: 'second' } },
      ConditionExpression: 'attribute_not_exists(id)',
    };
    const failure = await send(new PutItemCommand(again)).catch((error) => error);
    expect(failure).toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
    });
    expect(failure.Item).toBeUndefined();
    await expect(
      send(new PutItemCommand({ ...again, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })),
    ).rejects.toMatchObject({ Item: { id: { S: 'once' }, title: { S: 'first' } } });
    expect((await get('once'))?.title).toEqual({ S: 'first' });
  });

  test('updates by expression and returns what was asked for', async () => {
    await put('update', { count: { N: '1' }, tags: { SS: ['a'] }, list: { L: [{ S: 'x' }] }, gone: { S: 'y' } });
    const update = (ReturnValues: 'ALL_NEW' | 'ALL_OLD' | 'UPDATED_NEW' | 'UPDATED_OLD') =>
      send(
        new UpdateItemCommand({
          TableName: backend.assets,
          Key: { id: { S: 'update' } },
          UpdateExpression:
            'SET #c = if_not_exists(#c, :zero) + :one, #l = list_append(#l, :more) REMOVE gone ADD tags :tag',
          ExpressionAttributeNames: { '#c': 'count', '#l': 'list' },
          ExpressionAttributeValues: {
            ':zero': { N: '0' },
            ':one': { N: '1' },
            ':more': { L: [{ S: 'z' }] },
            ':tag': { SS: ['b'] },
          },
          ReturnValues,
        }),
      );
    expect((await update('UPDATED_NEW')).Attributes).toMatchObject({
      count: { N: '2' },
      list: { L: [{ S: 'x' }, { S: 'z' }] },
    });
    expect((await update('UPDATED_OLD')).Attributes).toMatchObject({ count: { N: '2' } });
    expect((await update('ALL_OLD')).Attributes).toMatchObject({ count: { N: '3' } });
    const { Attributes } = await update('ALL_NEW');
    expect(Attributes).toMatchObject({ id: { S: 'update' }, count: { N: '5' } });
    expect(Attributes?.gone).toBeUndefined();
    expect(Attributes?.tags?.SS?.sort()).toEqual(['a', 'b']);
  });

  test('changes what is within maps and lists', async () => {
    await put('deep', { map: { M: { a: { S: '1' } } }, list: { L: ['0', '1', '2', '3'].map((S) => ({ S })) } });
    const { Attributes } = await send(
      new UpdateItemCommand({
        TableName: backend.assets,
        Key: { id: { S: 'deep' } },
        UpdateExpression: 'SET #m.b = :v, #l[3] = :v REMOVE #m.a, #l[0], #l[1]',
        ExpressionAttributeNames: { '#m': 'map', '#l': 'list' },
        ExpressionAttributeValues: { ':v': { S: 'new' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(Attributes).toMatchObject({ map: { M: { b: { S: 'new' } } }, list: { L: [{ S: '2' }, { S: 'new' }] } });
    const nowhere = new UpdateItemCommand({
      TableName: backend.assets,
      Key: { id: { S: 'deep' } },
      UpdateExpression: 'SET none.a = :v',
      ExpressionAttributeValues: { ':v': { S: 'x' } },
    });
    await expect(send(nowhere)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each([
    ['attribute_exists(id) AND NOT attribute_exists(nope)', true],
    ['attribute_type(n, :typeN)', true],
    ['contains(tags, :a) AND contains(#text, :a)', true],
    ['size(#text) = :three', true],
    ['n BETWEEN :two AND :three', true],
    ['n IN (:two, :three)', false],
    ['n > :ten', false],
    ['begins_with(#text, :b)', false],
    ['#text = :a OR (n >= :two AND n <> :three)', true],
  ])('decides the condition %s', async (ConditionExpression, holds) => {
    await put('conditions', { n: { N: '2.5' }, text: { S: 'abc' }, tags: { SS: ['a', 'z'] } });
    const values = { ':a': 'a', ':b': 'b', ':typeN': 'N' };
    const numbers = { ':two': '2', ':three': '3', ':ten': '10' };
    const used = (name: string) => new RegExp(`${name}\\b`).test(ConditionExpression);
    const result = send(
      new UpdateItemCommand({
        TableName: backend.assets,
        Key: { id: { S: 'conditions' } },
        UpdateExpression: 'SET done = :done',
        ConditionExpression,
        ...(ConditionExpression.includes('#text') && { ExpressionAttributeNames: { '#text': 'text' } }),
        ExpressionAttributeValues: Object.fromEntries([
          [':done', { BOOL: true }],
          ...Object.entries(values).flatMap(([name, S]) => (used(name) ? [[name, { S }]] : [])),
          ...Object.entries(numbers).flatMap(([name, N]) => (used(name) ? [[name, { N }]] : [])),
        ]),
      }),
    ).then(
      () => true,
      (error: Error) => error.name,
    );
    expect(await result).toBe(holds || 'ConditionalCheckFailedException');
  });

  test('an update of a missing item makes it, and PutItem and DeleteItem return what was there', async () => {
    const key = { TableName: backend.assets, Key: { id: { S: 'fresh' } } };
    await send(
      new UpdateItemCommand({
        ...key,
        UpdateExpression: 'SET a = :a',
        ExpressionAttributeValues: { ':a': { S: '1' } },
      }),
    );
    const replaced = await send(
      new PutItemCommand({ TableName: backend.assets, Item: { id: { S: 'fresh' } }, ReturnValues: 'ALL_OLD' }),
    );
    expect(replaced.Attributes).toEqual({ id: { S: 'fresh' }, a: { S: '1' } });
    const deleted = await send(new DeleteItemCommand({ ...key, ReturnValues: 'ALL_OLD' }));
    expect(deleted.Attributes).toEqual({ id: { S: 'fresh' } });
    expect(await get('fresh')).toBeUndefined();
  });

  test('queries an index in order, in pages, and backwards', async () => {
    for (const n of [10, 9, 100, -1]) {
      await put(`owned-${n}`, { ownerId: { S: 'o1' }, createdAt: { N: String(n) } });
    }
    const query = {
      TableName: backend.assets,
      IndexName: 'byOwner',
      KeyConditionExpression: 'ownerId = :o',
      ExpressionAttributeValues: { ':o': { S: 'o1' } },
    };
    const first = await send(new QueryCommand({ ...query, Limit: 3 }));
    expect(first.Items?.map(({ createdAt }) => createdAt?.N)).toEqual(['-1', '9', '10']);
    expect(first.LastEvaluatedKey).toEqual({ id: { S: 'owned-10' }, ownerId: { S: 'o1' }, createdAt: { N: '10' } });
    const second = await send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
    expect(second.Items?.map(({ createdAt }) => createdAt?.N)).toEqual(['100']);
    expect(second.LastEvaluatedKey).toBeUndefined();
    const backwards = await send(new QueryCommand({ ...query, ScanIndexForward: false, Limit: 1 }));
    expect(backwards.Items?.[0]?.id).toEqual({ S: 'owned-100' });
  });

  test('an index follows updates and deletes', async () => {
    await put('mover', { ownerId: { S: 'before' }, createdAt: { N: '1' } });
    await put('mover', { ownerId: { S: 'after' }, createdAt: { N: '1' } });
    const ownedBy = async (owner: string) =>
      (
        await send(
          new QueryCommand({
            TableName: backend.assets,
            IndexName: 'byOwner',
            KeyConditionExpression: 'ownerId = :o',
            ExpressionAttributeValues: { ':o': { S: owner } },
          }),
        )
      ).Count;
    expect(await ownedBy('before')).toBe(0);
    expect(await ownedBy('after')).toBe(1);
    await send(new DeleteItemCommand({ TableName: backend.assets, Key: { id: { S: 'mover' } } }));
    expect(await ownedBy('after')).toBe(0);
  });

  test('queries by the beginning of a sort key, filters and projects', async () => {
    for (const part of ['a-1', 'a-2', 'b-1']) {
      await send(
        new PutItemCommand({
          TableName: backend.parts,
          Item: { upload: { S: 'u' }, part: { S: part }, size: { N: '5' } },
        }),
      );
    }
    const result = await send(
      new QueryCommand({
        TableName: backend.parts,
        KeyConditionExpression: 'upload = :u AND begins_with(part, :p)',
        FilterExpression: '#s > :four',
        ProjectionExpression: 'part',
        ExpressionAttributeNames: { '#s': 'size' },
        ExpressionAttributeValues: { ':u': { S: 'u' }, ':p': { S: 'a-' }, ':four': { N: '4' } },
      }),
    );
    expect(result.Items).toEqual([{ part: { S: 'a-1' } }, { part: { S: 'a-2' } }]);
    const { Count } = await send(new ScanCommand({ TableName: backend.parts, Select: 'COUNT' }));
    expect(Count).toBe(3);
  });

  test('writes and reads batches', async () => {
    const PutRequest = (n: number) => ({ PutRequest: { Item: { id: { S: `batch-${n}` } } } });
    const batch = (count: number) =>
      send(
        new BatchWriteItemCommand({
          RequestItems: { [backend.assets]: Array.from({ length: count }, (_, n) => PutRequest(n)) },
        }),
      );
    await batch(25);
    const { Responses } = await send(
      new BatchGetItemCommand({
        RequestItems: {
          [backend.assets]: { Keys: [{ id: { S: 'batch-0' } }, { id: { S: 'batch-24' } }, { id: { S: 'no' } }] },
        },
      }),
    );
    expect(Responses?.[backend.assets]?.map(({ id }) => id?.S).sort()).toEqual(['batch-0', 'batch-24']);
  });

  test('a transaction writes all or nothing, and names the reason of each item', async () => {
    await put('taken');
    const failure = await send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: backend.assets, Item: { id: { S: 'tx-new' } } } },
          {
            Put: {
              TableName: backend.assets,
              Item: { id: { S: 'taken' } },
              ConditionExpression: 'attribute_not_exists(id)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    ).catch((error) => error);
    expect(failure).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { id: { S: 'taken' } } }],
    });
    expect(failure.message).toContain('[None, ConditionalCheckFailed]');
    expect(await get('tx-new')).toBeUndefined();

    await send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: backend.assets, Item: { id: { S: 'tx-new' } } } },
          { Delete: { TableName: backend.assets, Key: { id: { S: 'taken' } } } },
          {
            ConditionCheck: {
              TableName: backend.assets,
              Key: { id: { S: 'absent' } },
              ConditionExpression: 'attribute_not_exists(id)',
            },
          },
        ],
      }),
    );
    const { Responses } = await send(
      new TransactGetItemsCommand({
        TransactItems: ['tx-new', 'taken'].map((id) => ({
          Get: { TableName: backend.assets, Key: { id: { S: id } } },
        })),
      }),
    );
    expect(Responses?.map(({ Item }) => Item?.id?.S)).toEqual(['tx-new', undefined]);
  });

  test('a transaction may not touch an item twice', async () => {
    const Put = { TableName: backend.assets, Item: { id: { S: 'twice' } } };
    await expect(send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, { Put }] }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('describes and lists its tables', async () => {
    const { Table } = await send(new DescribeTableCommand({ TableName: backend.assets }));
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] });
    expect(Table?.TableArn).toMatch(new RegExp(`^arn:aws:dynamodb:eu-west-1:\\d{12}:table/${backend.assets}$`));
    const { TableNames } = await send(new ListTablesCommand({}));
    expect(TableNames).toEqual([backend.assets, backend.parts]);
  });
});
