import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamoDb, type Laptop, startLaptop } from '@omnistream/local/test';
import type { Reservation, SpendLimits } from '../../../lambda/budget/reservation';
import { ReservationTable } from '../../../lambda/budget/reservations.client';
import { newAssetId } from '../../../lambda/shared/assets';

let laptop: Laptop;
let client: DynamoDBClient;
let table: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createDynamoDb(kernel)]);
  client = new DynamoDBClient(laptop.clientConfig);
});

beforeEach(async () => {
  const made = await laptop.deploy('AWS::DynamoDB::Table', `Usage${newAssetId()}`, {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  table = made.ref;
});

afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

const now = () => new Date('2026-05-31T23:59:00Z');
const reservations = (at = now) => new ReservationTable(client, table, at);
const limits: SpendLimits = { perFilm: 1000, perCreatorPerMonth: 5000, perMonth: 10_000 };
const some = (members: Partial<Reservation> & { readonly amount?: number } = {}): Reservation => {
  const { amount = 300, ...rest } = members;
  const base = { assetId: newAssetId(), attempt: '0123abcd', ownerId: 'mia', framesPerSecond: 25 };
  return { ...base, parts: { picture: amount - 100, speech: 100 }, ...rest };
};
const amountOf = async (id: string) => {
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: { id: { S: id } } }));
  return Number(Item?.amount?.N ?? 0);
};
const month = () => amountOf('spend#month#2026-05');
const creator = (id = 'mia') => amountOf(`spend#creator#${id}#2026-05`);

/** The reservation as it is in the table. */
async function kept(key: Reservation) {
  const found = await reservations().find(key);
  if (!found) throw new Error('There is no such reservation');
  return found;
}

test('an amount counts for the film, its creator and the stage, once for each execution', async () => {
  const film = some();
  expect(await reservations().reserve(film, limits)).toEqual({
    outcome: 'reserved',
    film: { estimate: 300, revision: 1 },
  });
  expect(await reservations().reserve(film, limits)).toMatchObject({ outcome: 'known' });
  expect(await month()).toBe(300);
  expect(await creator()).toBe(300);
  expect(await amountOf(`spend#film#${film.assetId}`)).toBe(300);
});

test('each maximum stops an amount that is above it, and nothing is counted', async () => {
  const above = (limit: string, maximum: number) => ({ outcome: 'above', limit, maximum });
  expect(await reservations().reserve(some({ amount: 1001 }), limits)).toEqual(above('perFilm', 1000));
  const film = some({ amount: 900 });
  await reservations().reserve(film, limits);
  const more = { ...film, attempt: 'fedcba98', parts: { 'dub:es': 101 } };
  expect(await reservations().reserve(more, limits)).toEqual(above('perFilm', 1000));
  for (let each = 0; each < 4; each++) await reservations().reserve(some({ amount: 1000 }), limits);
  expect(await reservations().reserve(some({ amount: 101 }), limits)).toEqual(above('perCreatorPerMonth', 5000));
  for (let each = 0; each < 5; each++) await reservations().reserve(some({ amount: 1000, ownerId: 'noa' }), limits);
  expect(await month()).toBe(9900);
  expect(await reservations().reserve(some({ amount: 101, ownerId: 'ida' }), limits)).toEqual(
    above('perMonth', 10_000),
  );
  expect([await month(), await creator('ida')]).toEqual([9900, 0]);
});

test('what was approved counts, and is not stopped', async () => {
  const film = some({ amount: 20_000 });
  expect(await reservations().reserve(film, undefined)).toMatchObject({ outcome: 'reserved' });
  expect(await month()).toBe(20_000);
  expect(await reservations().reserve(some(), limits)).toMatchObject({ limit: 'perCreatorPerMonth' });
});

test('a hundred films at the same time do not pass the maximum of the month', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, index) => reservations().reserve(some({ ownerId: `creator${index}` }), limits)),
  );
  expect(outcomes.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(33);
  expect(outcomes.filter((one) => one.outcome === 'above' && one.limit === 'perMonth')).toHaveLength(67);
  expect(await month()).toBe(33 * 300);
});

test('twenty calls for the same execution reserve it once', async () => {
  const film = some();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => reservations().reserve(film, limits)));
  expect(outcomes.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(1);
  expect(await month()).toBe(300);
});

test('a reservation is corrected to what was spent, once, in the month that it was made in', async () => {
  const film = some();
  await reservations().reserve(film, limits);
  const before = await kept(film);
  const later = reservations(() => new Date('2026-06-01T01:00:00Z'));
  expect(await later.settle(before, 250, false)).toEqual({ estimate: 300, spent: 250, revision: 2 });
  expect(await later.settle(before, 10, false)).toBeUndefined();
  expect([await month(), await creator()]).toEqual([250, 250]);
  expect(await kept(film)).toMatchObject({ reserved: 300, spent: 250 });
});

test('a run that failed gives back what it did not spend, and the next run of the film adds to it', async () => {
  const film = some();
  await reservations().reserve(film, limits);
  expect(await reservations().settle(await kept(film), 40, true)).toEqual({ estimate: 40, spent: 40, revision: 2 });
  const again = { ...film, attempt: 'fedcba98' };
  expect(await reservations().reserve(again, limits)).toMatchObject({ film: { estimate: 340, spent: 40 } });
  expect(await month()).toBe(340);
});

test('a transaction that conflicts with another one is repeated', async () => {
  const film = some();
  let conflicts = 3;
  const busy = new DynamoDBClient(laptop.clientConfig);
  busy.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'TransactWriteItemsCommand' || conflicts-- <= 0) return next(args);
        const CancellationReasons = [
          { Code: 'None' },
          { Code: 'None' },
          { Code: 'None' },
          { Code: 'TransactionConflict' },
        ];
        throw Object.assign(new Error('conflict'), { name: 'TransactionCanceledException', CancellationReasons });
      },
    { step: 'initialize' },
  );
  expect(await new ReservationTable(busy, table, now).reserve(film, limits)).toMatchObject({ outcome: 'reserved' });
  expect(conflicts).toBeLessThan(0);
  busy.destroy();
});
