import type { RouteKey } from '../../../lambda/shared/routes';
import { type Ask, httpEvent, read } from '../api/support';
import { World } from './world';

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.stop());

const ask = async (route: RouteKey, how: Ask) => read(await world.handler()(httpEvent(route, how)));
const who = (sub: string) => ({ sub, groups: 'viewer' });

test('who chose nothing is recommended by what they watch, in any language, for any age', async () => {
  expect(await world.choices(who('new'))).toMatchObject({
    status: 200,
    body: { personalised: true, languages: [], ageLimit: 18 },
  });
});

test('what was chosen is kept, one thing at a time', async () => {
  await world.change({ languages: ['pt-br', 'en', 'EN'] }, who('one'));
  await world.change({ ageLimit: 12 }, who('one'));
  const { body } = await world.change({ personalised: false }, who('one'));
  expect(body).toEqual({ personalised: false, languages: ['pt-BR', 'en'], ageLimit: 12, ageCeiling: 18 });
  expect((await world.choices(who('one'))).body).toEqual(body);
});

test('nobody changes what another chose', async () => {
  await world.change({ ageLimit: 6 }, who('child'));
  expect((await world.choices(who('other'))).body.ageLimit).toBe(18);
});

describe('the ceiling that an administrator sets', () => {
  const child = '00000000-0000-4000-8000-000000000012';
  const admin = { sub: 'admin-1', groups: 'admin' };
  const limit = (ageCeiling: unknown, who = admin, id = child) =>
    ask('PATCH /api/viewers/{id}', { who, id, body: { ageCeiling } });

  test('is in force at once, and the viewer may only lower it', async () => {
    expect((await ask('GET /api/viewers/{id}', { who: admin, id: child })).body).toEqual({
      ...{ id: child, ageLimit: 18, ageCeiling: 18 },
    });
    expect((await limit(12)).body).toEqual({ id: child, ageLimit: 12, ageCeiling: 12 });
    expect((await world.choices(who(child))).body).toMatchObject({ ageLimit: 12, ageCeiling: 12 });
    const { status, body } = await world.change({ ageLimit: 16 }, who(child));
    expect([status, body.type, body.ageCeiling]).toEqual([403, 'urn:omnistream:problem:above-age-ceiling', 12]);
    expect((await world.change({ ageLimit: 6 }, who(child))).body.ageLimit).toBe(6);
    expect((await limit(18)).body).toEqual({ id: child, ageLimit: 6, ageCeiling: 18 });
  });

  test('is set by administrators alone, for ids that can be, to ratings that exist', async () => {
    expect((await limit(0, { sub: child, groups: 'viewer,creator' })).status).toBe(403);
    expect((await limit(0, admin, 'somebody')).status).toBe(404);
    expect((await limit(13)).status).toBe(400);
    expect((await world.change({ ageCeiling: 18 }, who(child))).status).toBe(400);
  });
});

test.each([
  [{}, '#'],
  [{ id: 'somebody-else' }, '#/id'],
  [{ createdAt: 'x' }, '#/createdAt'],
  [{ ageLimit: 13 }, '#/ageLimit'],
  [{ personalised: 'yes' }, '#/personalised'],
  [{ languages: ['not a tag'] }, '#/languages/0'],
  [{ languages: ['en', 'German'] }, '#/languages/1'],
  [{ languages: ['und'] }, '#/languages/0'],
  [{ languages: ['xx'] }, '#/languages/0'],
  [{ languages: Array(21).fill('en') }, '#/languages'],
])('%j is refused, and its place named', async (body, pointer) => {
  const answer = await world.change(body, who('two'));
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
});
