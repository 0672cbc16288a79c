import type { LakeRecord } from '../../../lambda/shared/interactions';
import { type Lake, openLake } from '../../support/lake';
import { film, films, token, World, watch } from './world';

/**
 * What 25 accounts can do to rankings and to the start of recommenders: their requests go through the function, and what
 * it sends to the lake is read by the lake's views, beside the films that 40 honest viewers watched.
 */
const accounts = Array.from({ length: 25 }, (_, index) => `account-${index}`);
const forged = film('f');
const popularFilm = film('p');
let world: World;
let handler: ReturnType<World['handler']>;
let lake: Lake | undefined;

beforeEach(async () => {
  world = await World.start();
  world.now = Date.now();
  handler = world.handler();
});

afterEach(async () => {
  lake?.close();
  lake = undefined;
  expect(world.faults).toEqual([]);
  await world.stop();
});

const as = (sub: string) => ({ who: { sub, groups: 'viewer' } });
/** A film, from its start to its end in one report each two minutes, as often as a batch has room. */
const flood = (sessionId: string, assetId = forged) =>
  Array.from({ length: 100 }, (_, index) => {
    const from = (index % 5) * 120;
    return watch({ sessionId, assetId, from, position: from + 120, watched: 120 });
  });

async function honest(count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const [userId, id] = [`honest-${index}`, token()];
    await world.open({ id, userId, assetId: popularFilm });
    const { body } = await world.send([watch({ sessionId: id, assetId: popularFilm })], as(userId), handler);
    expect(body.accepted).toBe(1);
  }
}

async function views() {
  lake = await openLake({ interactions: world.lake as never, catalogue: [] });
  const ids = async (view: string) =>
    (await (lake as Lake).ask(`SELECT asset_id FROM ${view}`)).map((row) => row.asset_id);
  const [minima] = await lake.ask('SELECT * FROM personalize_minima');
  return { trending: await ids('trending'), popular: await ids('popular'), minima };
}

const ofFlood = ({ asset_id }: LakeRecord) => asset_id === forged;

test('watch events of sessions that were never opened are refused, and reach neither lake nor recommender', async () => {
  await honest(40);
  for (const sub of accounts) {
    const { status, body } = await world.send(flood(token()), as(sub), handler);
    expect([status, body.accepted]).toEqual([200, 0]);
    const codes = body.events.map(({ reason }: { reason?: { code: string } }) => reason?.code);
    expect(new Set(codes)).toEqual(new Set(['no-session']));
  }
  expect(world.lake.filter(ofFlood)).toEqual([]);
  expect(world.tracked.flatMap(({ eventList }) => eventList ?? []).filter(({ itemId }) => itemId === forged)).toEqual(
    [],
  );
  expect(await views()).toMatchObject({
    trending: [popularFilm],
    popular: [popularFilm],
    minima: { interactions: 40 },
  });
});

test('sessions that were opened and not played move no title, in no ranking, and start no recommender', async () => {
  await honest(40);
  for (const userId of accounts) {
    const id = token();
    await world.open({ id, userId, assetId: forged, createdAt: new Date(world.now - 2000).toISOString() });
    const { body } = await world.send(flood(id), as(userId), handler);
    expect(body.accepted).toBe(100);
    expect(body.events[99].clamped).toContain('watched');
  }
  expect(world.lake.filter(ofFlood).reduce((sum, { watched = 0 }) => sum + watched, 0)).toBeCloseTo(25 * 5);
  expect(await views()).toMatchObject({
    trending: [popularFilm],
    popular: [popularFilm],
    minima: { interactions: 40 },
  });
});

test('accounts that keep sessions open for hours are 25 viewers: too few for a trend and for a recommender', async () => {
  // A thousand films that were started, in batches of twenty sessions.
  const titles = films(40);
  for (const userId of accounts) {
    for (const half of [titles.slice(0, 20), titles.slice(20)]) {
      const ids = half.map(() => token());
      for (const [index, id] of ids.entries()) {
        const hoursAgo = 20 - titles.indexOf(half[index] ?? '') / 4;
        const createdAt = new Date(world.now - hoursAgo * 3_600_000).toISOString();
        await world.open({ id, userId, assetId: half[index], createdAt });
      }
      const events = ids.flatMap((id, index) => flood(id, half[index]).slice(0, 5));
      expect((await world.send(events, as(userId), handler)).body.accepted).toBe(100);
    }
  }
  const { trending, popular, minima } = await views();
  expect([trending, popular.length]).toEqual([[], titles.length]);
  expect(minima).toEqual({ interactions: 500, viewers_with_two: 25 });
});

test('one viewer is one viewer, however many sessions they open', async () => {
  await honest(29);
  for (let index = 0; index < 10; index++) {
    const id = token();
    await world.open({ id, userId: 'fan', assetId: film('c') });
    await world.send([watch({ sessionId: id, assetId: film('c') })], as('fan'), handler);
  }
  const { trending } = await views();
  expect(trending).toEqual([]);
  const [row] = (await lake?.ask(`SELECT viewers, score FROM popular WHERE asset_id = '${film('c')}'`)) ?? [];
  expect(row).toEqual({ viewers: 1, score: 1 });
});
