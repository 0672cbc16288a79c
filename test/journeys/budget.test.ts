import { DynamoDBClient, GetItemCommand, ListTablesCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { sample } from '@omnistream/local/test';
import { monthOf } from '../../lambda/budget/reservation';
import { omnistream, type Platform, startPlatform } from '../support/platform';

/** The whole way of films through the budget, with a month in which next to nothing may be spent any more. */
let platform: Platform;
let dynamodb: DynamoDBClient;
let table: string;

beforeAll(async () => {
  platform = await startPlatform();
  dynamodb = new DynamoDBClient(platform.owner);
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  table = TableNames.find((name) => /usage/i.test(name)) ?? '';
});

afterAll(async () => {
  dynamodb?.destroy();
  await platform?.stop();
});

const monthRow = () => ({ TableName: table, Key: { id: { S: `spend#month#${monthOf(new Date())}` } } });

/** Millionths of a USD that are counted for the month. */
async function counted(): Promise<number> {
  const { Item } = await dynamodb.send(new GetItemCommand({ ...monthRow(), ConsistentRead: true }));
  return Number(Item?.amount?.N ?? 0);
}

const count = (amount: number) =>
  dynamodb.send(
    new UpdateItemCommand({
      ...monthRow(),
      UpdateExpression: 'ADD amount :amount',
      ExpressionAttributeValues: { ':amount': { N: String(amount) } },
    }),
  );

const film = sample('canary-en.mp4');
const upload = (...options: string[]) => omnistream(platform, 'upload', film, '--language', 'en', '--wait', ...options);
const asAdmin = (...args: string[]) => omnistream(platform, ...args, '--user', 'admin@example.com');

/** The film as soon as it has failed, or its cost is settled, which follows its last publication. */
async function settled(id: string) {
  for (;;) {
    const { json } = omnistream(platform, 'status', id);
    if (json.status === 'FAILED' || (json.status === 'READY' && json.cost?.actual !== undefined)) return json;
    await new Promise((again) => setTimeout(again, 500));
  }
}

test('a film is estimated, made, and costs what its jobs made; a month that is spent asks an administrator', async () => {
  const made = upload('--languages', 'es');
  expect(made).toMatchObject({ status: 0, json: { status: 'READY' } });
  const { cost } = await settled(made.json.id);
  expect(cost.currency).toBe('USD');
  expect(cost.estimate).toBeGreaterThan(0.001);
  expect(cost.actual).toBeGreaterThan(cost.estimate / 4);
  expect(await counted()).toBe(Math.round(cost.actual * 1e6));

  // The laptop's stage may spend 200 USD.
  const left = 200e6 - (await counted());
  await count(left);
  const languages = omnistream(platform, 'languages', made.json.id, 'fr');
  expect(languages.status).toBe(1);
  expect(languages.stderr).toContain('above-budget');

  const waiting = upload('--title', 'Second');
  expect(waiting.status).toBe(1);
  expect(waiting.stderr).toContain('AWAITING_APPROVAL');
  const { assets } = omnistream(platform, 'assets').json;
  const ids = assets.filter(({ status }: { status: string }) => status === 'AWAITING_APPROVAL');
  expect(ids).toHaveLength(1);
  const { id } = ids[0];
  expect(omnistream(platform, 'status', id).json.approval).toMatchObject({ limit: 'perMonth', maximum: 200 });
  expect(await counted()).toBe(200e6);

  // Only administrators decide, and the first decision counts.
  expect(omnistream(platform, 'approve', id).status).toBe(1);
  expect(asAdmin('approve', id, '--note', 'Good film').status).toBe(0);
  expect(asAdmin('approve', id).status).toBe(0);
  expect(asAdmin('refuse', id).stderr).toContain('not-awaiting-approval');
  const approved = await settled(id);
  expect(approved).toMatchObject({ status: 'READY', approval: { decision: 'approve', note: 'Good film' } });
  expect(await counted()).toBe(200e6 + Math.round(approved.cost.actual * 1e6));

  upload('--title', 'Third');
  const third = omnistream(platform, 'assets').json.assets[0].id;
  expect(asAdmin('refuse', third).json).toMatchObject({ status: 'FAILED', reason: { code: 'CostRefused' } });
  expect((await settled(third)).approval.decision).toBe('refuse');
});
