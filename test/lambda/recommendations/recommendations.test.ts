import { GetRecommendationsRequest$ } from '@aws-sdk/client-personalize-runtime';
import { newAssetId } from '../../../lambda/shared/assets';
import { pseudonymPattern } from '../../../lambda/shared/viewers';
import { captureLines } from '../../support/lines';
import { requestFaults } from '../../support/request-model';
import { admin, creator, viewer } from '../api/support';
import { type Answer, fails, generation, hangs, says } from './personalize-fake';
import { pseudonym, TIME_LIMIT_MS, World } from './world';

let world: World;
let lines: readonly string[];

beforeAll(async () => {
  world = await World.start();
});
beforeEach(async () => {
  lines = captureLines().written;
  await world.reset();
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => world.stop());

const asked = () =>
  lines
    .map((line) => JSON.parse(line))
    .filter((line) => 'RecommenderAsked' in line)
    .map((line) => line.UseCase as string)
    .sort();
/** What each use case answers; the others answer nothing. */
const byUseCase =
  (answers: Readonly<Record<string, Answer>>): Answer =>
  (input) => {
    const useCase = input.recommenderArn?.split(/dev-\d-/)[1] ?? '';
    return (answers[useCase] ?? says([]))(input);
  };
type Rows = Awaited<ReturnType<ReturnType<World['environment']>>>['rows'];

/** What holds for every answer, whatever else is going on. */
function expectSound(rows: Rows) {
  for (const { items, recommendationId, reason } of rows) {
    const ids = items.map(({ id }) => id);
    expect(ids).not.toHaveLength(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(items.every(({ status }) => status === 'READY' || status === 'PLAYABLE')).toBe(true);
    // The longest that Personalize takes back with an event.
    expect(recommendationId).toMatch(/^[\w-]{1,40}$/);
    expect(reason.code).not.toBe('');
  }
}

describe('home', () => {
  test('shows what the recommenders say, and why', async () => {
    const ids = await world.titles(30, (n) => ({ title: `Film ${n}` }));
    const at = (...numbers: number[]) => numbers.map((n) => ids[n] as string);
    await world.watched([ids[29] as string, 500], [ids[28] as string, 2]);
    world.fake.answer = byUseCase({
      'top-picks': says(at(1, 2, 3, 4, 5), 'RID-top'),
      'because-you-watched': says(at(6, 7, 8, 9), 'RID-watched'),
      'trending-now': says(at(10, 11, 12, 13), 'RID-trending'),
      'most-popular': says(at(14, 15, 16, 17), 'RID-popular'),
    });
    const { status, body, rows, idsOf } = await world.environment()('home');
    expect([status, body.personalised]).toEqual([200, true]);
    expect(rows.map(({ id, title, source }) => [id, title, source])).toEqual([
      ['top-picks', 'Top picks for you', 'personalize'],
      ['because-you-watched', 'Because you watched Film 29', 'personalize'],
      ['trending-now', 'Trending now', 'personalize'],
      ['most-popular', 'Most popular', 'personalize'],
      ['new', 'New', 'popularity'],
    ]);
    expect(rows[1]?.reason).toEqual({ code: 'because-you-watched', assetId: ids[29], title: 'Film 29' });
    expect(rows.slice(0, 4).map((row) => row.recommendationId)).toEqual([
      'RID-top',
      'RID-watched',
      'RID-trending',
      'RID-popular',
    ]);
    expect(rows[4]?.recommendationId).toMatch(/^omni-/);
    expect(idsOf('top-picks')).toEqual(at(1, 2, 3, 4, 5));
    expect(idsOf('new')?.[0]).toBe(ids[29]);
    expectSound(rows);
    expect(asked()).toEqual(['because-you-watched', 'most-popular', 'top-picks', 'trending-now']);
  });

  test('gives items in the shape of an asset', async () => {
    const tracks = { video: [], audio: [{ language: 'en', kind: 'original' as const }], captions: [] };
    const [id] = await world.titles(1, { title: 'One', genres: ['Drama'], ageRating: 12, durationSeconds: 60, tracks });
    const { rows } = await world.environment()();
    const { createdAt, ...item } = rows.at(-1)?.items[0] ?? {};
    expect(item).toEqual({
      ...{ id, title: 'One', status: 'READY', durationSeconds: 60, genres: ['Drama'], ageRating: 12, tracks },
    });
    expect(createdAt).toBe('2026-01-01T00:00:00.000Z');
  });

  test('asks as the SDK publishes, by the filter that fits the viewer', async () => {
    const [id = ''] = await world.titles(3);
    await world.watched([id, 100]);
    await world.viewer({ ageLimit: 12, languages: ['pt-BR', 'en'] });
    await world.environment()('home');
    await world.viewer({ ageLimit: 16 });
    await world.environment()(`asset:${id}`);
    expect(world.fake.sent).toHaveLength(5);
    expect(
      world.fake.sent.flatMap((request) =>
        requestFaults('personalize-runtime', 'GetRecommendations', GetRecommendationsRequest$, request),
      ),
    ).toEqual([]);
    const { filters } = generation(1);
    for (const request of world.fake.asked.slice(0, 4)) {
      expect(request).toMatchObject({
        userId: pseudonym,
        filterArn: filters.understood,
        filterValues: { AUDIENCE: '"A12"', LANGUAGES: '"pt-BR","pt","en"' },
      });
    }
    expect(world.fake.asked[4]).toEqual({
      recommenderArn: 'arn:aws:personalize:eu-west-1:000000000000:recommender/omnistream-dev-1-more-like',
      userId: pseudonym,
      itemId: id,
      numResults: 40,
      filterArn: filters.watchable,
      filterValues: { AUDIENCE: '"A16"' },
    });
  });

  test('of a viewer without a row are asked under a random id, and never under the sub', async () => {
    await world.titles(1);
    await world.environment()();
    await world.environment()();
    const users = world.fake.asked.map(({ userId }) => userId ?? '');
    expect(users).toHaveLength(6);
    expect(new Set(users).size).toBe(2);
    expect(users.every((user) => pseudonymPattern.test(user))).toBe(true);
  });

  test('starts cold with popular and new titles', async () => {
    const ids = await world.titles(12);
    const popular = [ids[3], ids[5], ids[1], ids[2], ids[9]] as string[];
    await world.rank('popular', popular);
    await world.rank('trending', [ids[7] as string]);
    const { rows, idsOf } = await world.environment()();
    expect(rows.map(({ id, source }) => [id, source])).toEqual([
      ['top-picks', 'popularity'],
      ['trending-now', 'popularity'],
      ['most-popular', 'popularity'],
      ['new', 'popularity'],
    ]);
    expect(rows[0]).toMatchObject({ title: 'Popular and new', reason: { code: 'popular-and-new' } });
    const picks = idsOf('top-picks') as string[];
    expect(picks.filter((id) => popular.includes(id))).toEqual(popular);
    expect(popular).not.toContain(picks[3]);
    expect(idsOf('most-popular')).toEqual(popular.slice(0, 4));
    expect(idsOf('new')?.[0]).toBe(ids[11]);
    expectSound(rows);
  });

  test('shows new titles where nobody has watched anything yet, without Personalize', async () => {
    world.useCases = [];
    const ids = await world.titles(3);
    const { rows, idsOf } = await world.environment()();
    expect(rows.map(({ id }) => id)).toEqual(['top-picks', 'new']);
    expect(idsOf('new')).toEqual([...ids].reverse());
    expect(asked()).toEqual([]);
  });

  test('is empty, and no error, where there is nothing to show', async () => {
    const { status, rows } = await world.environment()();
    expect([status, rows]).toEqual([200, []]);
  });

  test('shows no title in two rows while there are others', async () => {
    const ids = await world.titles(60);
    world.fake.answer = byUseCase({
      'top-picks': says(ids.slice(0, 20)),
      'trending-now': says(ids.slice(10, 40)),
      'most-popular': says([...ids.slice(0, 10), ...ids.slice(38, 41)]),
    });
    const { rows, idsOf } = await world.environment()();
    expect(idsOf('top-picks')).toEqual(ids.slice(0, 20));
    expect(idsOf('trending-now')).toEqual(ids.slice(20, 40));
    // One of its own, and some of those above, so that it is a row.
    expect(idsOf('most-popular')).toEqual([ids[40], ...ids.slice(0, 3)]);
    expect(idsOf('new')).toEqual(ids.slice(41, 60).reverse());
    expectSound(rows);
  });

  test('has no title twice, though Personalize says it twice', async () => {
    const [a = '', b = ''] = await world.titles(2);
    world.fake.answer = says([a, b, a, b]);
    const { rows, idsOf } = await world.environment()();
    expect(idsOf('top-picks')).toEqual([a, b]);
    expectSound(rows);
  });

  test('leaves out titles that are unknown, unpublished, for older viewers, in other languages or finished', async () => {
    const audio = (language: string) => ({
      tracks: { video: [], audio: [{ language, kind: 'original' as const }], captions: [] },
    });
    const odd = [{ status: 'FAILED' }, { status: 'DELETED' }, { ageRating: 16 }, audio('de'), audio('en')] as const;
    const [failed, deleted, old, german, finished, good] = await world.titles(6, (n) => odd[n] ?? audio('en'));
    const all = [failed, deleted, old, german, finished, good] as string[];
    await world.viewer({ ageLimit: 12, languages: ['en'] });
    await world.watched([finished as string, 990]);
    await world.rank('popular', all);
    world.fake.answer = says([newAssetId(), 'not an id', ...all]);
    const { rows } = await world.environment()();
    expect(rows.length).toBeGreaterThan(3);
    for (const { items } of rows) expect(items.map(({ id }) => id)).toEqual([good]);
  });

  test('falls back where Personalize knows unknown titles only', async () => {
    const ids = await world.titles(5);
    world.fake.answer = says([newAssetId(), newAssetId()]);
    const { rows } = await world.environment()();
    expect(rows.map(({ source }) => source)).toEqual(['popularity', 'popularity']);
    expect(rows[0]?.recommendationId).toMatch(/^omni-/);
    expect(rows[0]?.items).toHaveLength(ids.length);
  });

  test('reminds of the last two titles that were really begun, by their genres where nobody knows better', async () => {
    const genres = [['War'], ['drama', 'War'], ['Drama'], ['Comedy'], ['Drama', 'War'], ['Comedy']];
    const ids = await world.titles(6, (n) => ({ genres: genres[n] }));
    const [, , begun, alsoBegun, likewise, touched] = ids as [string, string, string, string, string, string];
    await world.watched([touched, 3], [begun, 60], [alsoBegun, 960], [likewise, 400]);
    const { rows } = await world.environment()();
    const reminders = rows.filter(({ id }) => id === 'because-you-watched');
    expect(reminders.map(({ reason }) => reason.assetId)).toEqual([begun, alsoBegun]);
    expect(reminders[0]?.items.map(({ id }) => id)).not.toContain(begun);
    expect(reminders[0]?.items.map(({ id }) => id).sort()).toEqual([ids[1], likewise].sort());
    expect(reminders[1]?.items.map(({ id }) => id)).toEqual([touched]);
    expect(world.fake.asked.flatMap(({ itemId }) => itemId ?? []).sort()).toEqual([begun, alsoBegun].sort());
  });

  test('reminds nobody of a title that they may not see any more', async () => {
    const [old = ''] = await world.titles(4, (n) => (n === 0 ? { ageRating: 18 } : {}));
    await world.viewer({ ageLimit: 6 });
    await world.watched([old, 100]);
    world.fake.answer = says([]);
    const { rows } = await world.environment()();
    expect(rows.map(({ reason }) => reason.code)).not.toContain('because-you-watched');
  });

  test('reads more than a hundred titles', async () => {
    const ids = await world.titles(130);
    world.fake.answer = byUseCase({ 'top-picks': says(ids.slice(0, 40)), 'trending-now': says(ids.slice(40, 80)) });
    await world.rank('popular', ids.slice(80));
    const { rows } = await world.environment()();
    expect(rows.map(({ items }) => items.length)).toEqual([20, 20, 20, 20]);
  });
});

describe('with fewer recommenders than use cases', () => {
  test('the other rows are made of our own tables, and nothing about them is trouble', async () => {
    const ids = await world.titles(12);
    await world.rank('popular', ids.slice(0, 4));
    await world.rank('trending', ids.slice(4, 8));
    world.useCases = ['top-picks'];
    world.fake.answer = says(ids.slice(8, 12));
    const { rows } = await world.environment()();
    expect(rows.map(({ id, source }) => [id, source])).toEqual([
      ['top-picks', 'personalize'],
      ['trending-now', 'popularity'],
      ['most-popular', 'popularity'],
      ['new', 'popularity'],
    ]);
    expect(world.fake.useCases).toEqual(['top-picks']);
    expect(asked()).toEqual(['top-picks']);
    expect(lines.filter((line) => line.includes('WARN'))).toEqual([]);
    expectSound(rows);
  });
});

describe('with two generations', () => {
  /** Answers by generation. */
  const byGeneration =
    (answers: Readonly<Record<string, Answer>>): Answer =>
    (input) =>
      (answers[/dev-(\d)-/.exec(input.recommenderArn ?? '')?.[1] ?? ''] ?? says([]))(input);
  const gone = fails('ResourceNotFoundException', 404);
  beforeEach(() => {
    world.generations = [2, 1];
    world.useCases = ['top-picks'];
  });

  test('the newest is asked, by its own filters, and no other where it answers', async () => {
    const ids = await world.titles(4);
    world.fake.answer = byGeneration({ 2: says(ids, 'RID-2') });
    const { rows } = await world.environment()();
    expect(rows[0]?.recommendationId).toBe('RID-2');
    expect(world.fake.asked).toMatchObject([{ filterArn: generation(2).filters.watchable }]);
  });

  test('the older one answers in the same request where the newest has no recommender yet, and is then asked at once', async () => {
    const ids = await world.titles(4);
    world.fake.answer = byGeneration({ 2: gone, 1: says(ids, 'RID-1') });
    const ask = world.environment();
    expect((await ask()).rows[0]?.recommendationId).toBe('RID-1');
    world.now = new Date(world.now.getTime() + 10_000);
    expect((await ask()).rows[0]?.recommendationId).toBe('RID-1');
    expect(world.fake.asked.map(({ recommenderArn }) => recommenderArn?.at(-'-top-picks'.length - 1))).toEqual([
      ...['2', '1', '1'],
    ]);
    expect(world.fake.asked.at(-1)).toMatchObject({ filterArn: generation(1).filters.watchable });
    // One request is one question, whoever answers it.
    expect(asked()).toHaveLength(2);
  });

  test('once the newest has its recommender, it is asked within a minute', async () => {
    const ids = await world.titles(4);
    world.fake.answer = byGeneration({ 2: gone, 1: says(ids, 'RID-1') });
    const ask = world.environment();
    await ask();
    world.fake.answer = byGeneration({ 2: says(ids, 'RID-2'), 1: says(ids, 'RID-1') });
    world.now = new Date(world.now.getTime() + 60_000);
    expect((await ask()).rows[0]?.recommendationId).toBe('RID-2');
  });

  test('a newest one that fails is not made up for: the row comes from our own tables', async () => {
    const ids = await world.titles(4);
    world.fake.answer = byGeneration({ 2: fails('InternalServerException', 500), 1: says(ids) });
    const { rows } = await world.environment()();
    expect(rows[0]?.source).toBe('popularity');
    expect(world.fake.asked).toHaveLength(1);
  });

  test('with neither there, the row comes from our own tables', async () => {
    await world.titles(4);
    world.fake.answer = gone;
    const { rows } = await world.environment()();
    expect(rows[0]?.source).toBe('popularity');
    expect(world.fake.asked).toHaveLength(2);
  });
});

describe('opted-out viewers', () => {
  test('get popular, trending and new titles, and are not sent to Personalize', async () => {
    const ids = await world.titles(10);
    await world.viewer({ personalised: false });
    await world.watched([ids[0] as string, 100], [ids[1] as string, 990]);
    await world.rank('popular', ids);
    await world.rank('trending', ids.slice(2, 4));
    const ask = world.environment();
    const { body, rows } = await ask('home');
    expect(body.personalised).toBe(false);
    expect(rows.map(({ id }) => id)).toEqual(['trending-now', 'most-popular', 'new']);
    const like = await ask(`asset:${ids[5]}`);
    expect(like.rows.map(({ id, source }) => [id, source])).toEqual([['more-like-this', 'popularity']]);
    for (const { items } of [...rows, ...like.rows]) expect(items.map(({ id }) => id)).not.toContain(ids[1]);
    expect([world.fake.asked, asked()]).toEqual([[], []]);
  });
});

describe('a title', () => {
  test('has titles like it', async () => {
    const [subject, ...others] = (await world.titles(6, { title: 'It' })) as [string, ...string[]];
    world.fake.answer = says([subject, ...others], 'RID-like');
    const { rows } = await world.environment()(`asset:${subject}`);
    expect(rows).toEqual([
      expect.objectContaining({
        id: 'more-like-this',
        source: 'personalize',
        recommendationId: 'RID-like',
        reason: { code: 'more-like-this', assetId: subject, title: 'It' },
      }),
    ]);
    expect(rows[0]?.items.map(({ id }) => id)).toEqual(others);
    expect(asked()).toEqual(['more-like']);
  });

  test('has those that share its genres, then all others, where nobody knows better', async () => {
    const genres = [['Drama', 'War'], ['Comedy'], ['War'], ['War', 'Drama'], []];
    const [subject, comedy, war, both, none] = await world.titles(5, (n) => ({ genres: genres[n] }));
    await world.rank('popular', [comedy as string]);
    const { rows } = await world.environment()(`asset:${subject}`);
    expect(rows[0]?.items.map(({ id }) => id)).toEqual([both, war, comedy, none]);
  });

  test('that viewers may not see has nothing to say', async () => {
    const [working = ''] = await world.titles(1, { status: 'PROCESSING' });
    const ask = world.environment();
    expect((await ask(`asset:${working}`)).status).toBe(404);
    expect((await ask(`asset:${newAssetId()}`)).status).toBe(404);
    expect((await ask(`asset:${working}`, creator)).status).toBe(200);
    expect((await ask(`asset:${working}`, admin)).status).toBe(200);
  });

  test.each(['asset:', 'asset:x', 'asset', 'away', `asset:${newAssetId()}:more`])(
    'is not named by %j',
    async (place) => {
      const { status, body } = await world.environment()(place);
      expect([status, (body as unknown as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([
        400,
        '#/for',
      ]);
    },
  );
});

describe('Personalize is of no help', () => {
  const ways: [string, Answer][] = [
    ['hangs', hangs],
    ['throttles', fails('ThrottlingException', 429)],
    ['fails', fails('InternalServerException', 500)],
    ['denies access', fails('AccessDeniedException', 403)],
    ['has no such recommender', fails('ResourceNotFoundException', 404)],
    ['refuses the question', fails('InvalidInputException', 400)],
    ['has nothing', says([])],
  ];

  test.each(ways)('it %s: the viewer gets popular and new titles at once', async (_way, answer) => {
    const ids = await world.titles(8);
    await world.rank('popular', ids.slice(0, 4));
    world.fake.answer = answer;
    if (answer === hangs) world.recommendersMs = 10;
    const { status, rows } = await world.environment()();
    expect(status).toBe(200);
    expect(rows.map(({ id, source }) => [id, source])).toEqual([
      ['top-picks', 'popularity'],
      ['most-popular', 'popularity'],
      ['new', 'popularity'],
    ]);
    expectSound(rows);
    // Nothing is tried twice, and all share one limit.
    expect([...world.fake.useCases].sort()).toEqual(['most-popular', 'top-picks', 'trending-now']);
    expect(world.limits.filter((ms) => ms === TIME_LIMIT_MS)).toHaveLength(1);
  });

  test('one recommender that hangs takes nothing from the others', async () => {
    const ids = await world.titles(8);
    world.recommendersMs = 1_500;
    world.fake.answer = byUseCase({ 'top-picks': hangs, 'trending-now': says(ids.slice(0, 4)) });
    const { rows } = await world.environment()();
    expect(rows.map(({ id, source }) => [id, source])).toEqual([
      ['top-picks', 'popularity'],
      ['trending-now', 'personalize'],
      ['new', 'popularity'],
    ]);
  });

  test('it hangs: of 200 requests few wait, none for longer than the limit, and no request reaches it in the meantime', async () => {
    await world.titles(8);
    world.fake.answer = hangs;
    world.recommendersMs = 10;
    const ask = world.environment();
    for (let n = 0; n < 200; n++) {
      const { status, rows } = await ask('home', { ...viewer, sub: `viewer-${n}` });
      expect([status, rows.length]).toEqual([200, 2]);
    }
    // Five failures each of three recommenders, and then the breakers are open.
    expect(world.fake.asked).toHaveLength(15);
    // Each of those who ask waits for the limit and no longer: a recommender that hangs ends nothing else here.
    expect(world.limits.filter((ms) => ms === TIME_LIMIT_MS)).toHaveLength(200);
    // Who is asked for is counted all the same.
    expect(asked()).toHaveLength(600);
  });

  test('once it is well again, a probe finds out', async () => {
    const ids = await world.titles(8);
    world.fake.answer = fails('InternalServerException', 500);
    const ask = world.environment();
    const later = async (ms: number) => {
      world.now = new Date(world.now.getTime() + ms);
      return ask('home');
    };
    for (let n = 0; n < 5; n++) await later(5_000);
    expect(world.fake.asked).toHaveLength(15);
    world.fake.answer = says(ids);
    await later(14_000);
    expect(world.fake.asked).toHaveLength(15);
    const { rows } = await later(6_000);
    expect(world.fake.asked).toHaveLength(18);
    expect(rows[0]?.source).toBe('personalize');
  });

  test.each([
    ['does not exist', fails('ResourceNotFoundException', 404)],
    ['is stopped', fails('InvalidInputException', 400, 'The recommender is in state INACTIVE; it must be ACTIVE.')],
  ])('a recommender that %s is left alone for a minute', async (_way, answer) => {
    await world.titles(3);
    world.fake.answer = answer;
    const ask = world.environment();
    const calls: number[] = [];
    for (const ms of [0, 54_000, 6_000]) {
      world.now = new Date(world.now.getTime() + ms);
      await ask('home');
      calls.push(world.fake.asked.length);
    }
    expect(calls).toEqual([3, 3, 6]);
    expect(asked()).toHaveLength(9);
  });

  test('a question that it refuses keeps nobody else from asking', async () => {
    await world.titles(3);
    world.fake.answer = fails('InvalidInputException', 400, 'filterValues is too long');
    const ask = world.environment();
    for (let n = 0; n < 10; n++) await ask('home', { ...viewer, sub: `viewer-${n}` });
    expect(world.fake.asked).toHaveLength(30);
  });
});

describe.each(['down', 'hanging'] as const)('a table is %s:', (way) => {
  test('without rankings and activity, there is an answer', async () => {
    const ids = await world.titles(5);
    world.broken = { rankings: way, activity: way };
    world.fake.answer = byUseCase({ 'top-picks': says(ids) });
    const { status, rows } = await world.environment()();
    expect(status).toBe(200);
    expect(rows.map(({ id, source }) => [id, source])).toEqual([
      ['top-picks', 'personalize'],
      ['new', 'popularity'],
    ]);
  });

  test('without what the viewer chose, they are known to nobody, and get what is for every age', async () => {
    const [, forAll] = await world.titles(2, (n) => ({ ageRating: n === 0 ? 18 : 0 }));
    world.broken = { viewers: way };
    const { status, body, rows } = await world.environment()();
    expect([status, body.personalised, world.fake.asked]).toEqual([200, false, []]);
    expect(rows.map(({ items }) => items.map(({ id }) => id))).toEqual([[forAll]]);
  });

  test('a film’s page gets no row, and no error, for a film that a child might not watch', async () => {
    const [rated = '', unrated = ''] = await world.titles(2, (n) =>
      n === 0 ? { ageRating: 0 } : { ageRating: undefined },
    );
    await world.titles(4);
    world.broken = { viewers: way };
    const ask = world.environment();
    expect((await ask(`asset:${rated}`)).rows).toHaveLength(1);
    const { status, rows } = await ask(`asset:${unrated}`);
    expect([status, rows]).toEqual([200, []]);
  });

  test('without any titles, it is said to come again', async () => {
    world.broken = { assets: way };
    const { status, headers } = await world.environment()();
    expect([status, headers['retry-after']]).toEqual([503, '1']);
  });
});

describe('an answer', () => {
  test('holds for five seconds, for this viewer and question', async () => {
    const ids = await world.titles(3);
    world.fake.answer = says(ids);
    const ask = world.environment();
    const first = await ask('home');
    expect((await ask('home')).body).toEqual(first.body);
    expect(world.fake.asked).toHaveLength(3);
    await ask('home', { ...viewer, sub: 'viewer-2' });
    await ask(`asset:${ids[0]}`);
    expect(world.fake.asked).toHaveLength(7);
    world.now = new Date(world.now.getTime() + 5_000);
    expect((await ask('home')).body.rows[1]?.recommendationId).toBeDefined();
    expect(world.fake.asked).toHaveLength(10);
  });

  test('shows a title that was published meanwhile within seconds, and one no more that was deleted', async () => {
    const [old = ''] = await world.titles(2);
    const ask = world.environment();
    expect((await ask()).idsOf('new')).toContain(old);
    const [added] = await world.titles(1);
    await world.put('assets', { ...(await ask()).rows[0]?.items[0], id: old, kind: 'asset', status: 'DELETED' });
    world.now = new Date(world.now.getTime() + 5_000);
    const ids = (await ask()).idsOf('new');
    expect(ids).toContain(added);
    expect(ids).not.toContain(old);
  });
});
