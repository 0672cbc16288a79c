import type { RouteKey } from '../../../lambda/shared/routes';
import { newPseudonym, pseudonymPattern } from '../../../lambda/shared/viewers';
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
  expect(body).toEqual({
    id: await world.pseudonym('one'),
    personalised: false,
    languages: ['pt-BR', 'en'],
    ageLimit: 12,
    ageCeiling: 18,
  });
  expect((await world.choices(who('one'))).body).toEqual(body);
});

test('nobody changes what another chose', async () => {
  await world.change({ ageLimit: 6 }, who('child'));
  expect((await world.choices(who('other'))).body.ageLimit).toBe(18);
});

describe('the pseudonym of a viewer', () => {
  test('is random, the same from the first request on, and all that the viewer sees as the id', async () => {
    const first = (await world.choices(who('somebody'))).body;
    expect(first.id).toMatch(pseudonymPattern);
    expect((await world.choices(who('somebody'))).body).toEqual(first);
    expect((await world.choices(who('somebody-else'))).body.id).not.toBe(first.id);
    expect(Object.values(first)).not.toContain('somebody');
  });

  test('is the same for requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.choices(who('hurried'))));
    expect(new Set(answers.map(({ body }) => body.id))).toEqual(new Set([await world.pseudonym('hurried')]));
  });

  test('is added once to a row of an earlier version, which keeps its settings', async () => {
    const settings = { personalised: false, languages: ['fr'], ageLimit: 12 };
    await world.writeViewer({ id: 'old', ...settings, createdAt: 'then', updatedAt: 'then' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.choices(who('old'))));
    const id = await world.pseudonym('old');
    expect(id).toMatch(pseudonymPattern);
    for (const { body } of answers) expect(body).toEqual({ id, ...settings, ageCeiling: 18 });
  });

  test('is another one after the row was removed', async () => {
    const { id } = (await world.choices(who('gone'))).body;
    await world.removeViewer('gone');
    expect((await world.choices(who('gone'))).body.id).not.toBe(id);
  });

  test('never begins with a hyphen, and has one spelling', () => {
    const some = Array.from({ length: 500 }, newPseudonym);
    expect(new Set(some).size).toBe(500);
    for (const one of some) {
      expect(one).toMatch(pseudonymPattern);
      expect(Buffer.from(one, 'base64url').toString('base64url')).toBe(one);
      expect(Buffer.from(one, 'base64url')).toHaveLength(16);
    }
  });
});

test('a row that is removed while it is changed does not come back', async () => {
  const viewers = world.viewers();
  const row = await viewers.ensure('leaver');
  await world.removeViewer('leaver');
  expect(await viewers.change(row, { ageLimit: 6 })).toBeUndefined();
  expect(await world.pseudonym('leaver')).toBeUndefined();
  const again = await viewers.ensure('leaver');
  expect(await viewers.change(row, { ageLimit: 6 })).toBeUndefined();
  expect(await viewers.byPseudonym(row.pseudonym)).toBeUndefined();
  expect((await viewers.byPseudonym(again.pseudonym))?.ageLimit).toBe(18);
});

describe('the ceiling that an administrator sets', () => {
  const admin = { sub: 'admin-1', groups: 'admin' };
  const child = 'child-of-the-house';
  let id: string;
  const limit = (ageCeiling: unknown, who = admin, viewer = id) =>
    ask('PATCH /api/viewers/{id}', { who, id: viewer, body: { ageCeiling } });

  beforeAll(async () => {
    id = (await world.choices(who(child))).body.id;
  });

  test('is in force at once, and the viewer may only lower it', async () => {
    expect((await ask('GET /api/viewers/{id}', { who: admin, id })).body).toEqual({ id, ageLimit: 18, ageCeiling: 18 });
    expect((await limit(12)).body).toEqual({ id, ageLimit: 12, ageCeiling: 12 });
    expect((await world.choices(who(child))).body).toMatchObject({ ageLimit: 12, ageCeiling: 12 });
    const { status, body } = await world.change({ ageLimit: 16 }, who(child));
    expect([status, body.type, body.ageCeiling]).toEqual([403, 'urn:omnistream:problem:above-age-ceiling', 12]);
    expect((await world.change({ ageLimit: 6 }, who(child))).body.ageLimit).toBe(6);
    expect((await limit(18)).body).toEqual({ id, ageLimit: 6, ageCeiling: 18 });
  });

  test('is set by administrators alone, for ids that can be, to ratings that exist', async () => {
    expect((await limit(0, { sub: child, groups: 'viewer,creator' })).status).toBe(403);
    expect((await limit(13)).status).toBe(400);
    expect((await world.change({ ageCeiling: 18 }, who(child))).status).toBe(400);
    for (const other of [child, 'somebody', newPseudonym()]) {
      const { status, body } = await limit(0, admin, other);
      expect([status, body.type]).toEqual([404, 'urn:omnistream:problem:viewer-not-found']);
      expect(JSON.stringify(body)).not.toContain(other);
    }
  });
});

describe('an administrator finds a viewer', () => {
  const admin = { sub: 'admin-1', groups: 'admin' };
  const find = (username: unknown, who: object = admin) => ask('POST /api/viewers/find', { who, body: { username } });

  test('by e-mail address or sub, also before the first visit, as the viewer of that id', async () => {
    const sub = await world.invite('Child@example.com');
    const { status, body } = await find('child@example.com');
    expect([status, body]).toEqual([200, { id: await world.pseudonym(sub), ageLimit: 18, ageCeiling: 18 }]);
    expect((await find(sub)).body).toEqual(body);
    expect((await ask('GET /api/viewers/{id}', { who: admin, id: body.id })).body).toEqual(body);
    expect((await world.choices(who(sub))).body.id).toBe(body.id);
  });

  test('who exists, and no other', async () => {
    for (const name of [
      'nobody@example.com',
      '00000000-0000-4000-8000-000000000012',
      '*',
      'sub = "x"'.replaceAll(' ', ''),
    ]) {
      const { status, body } = await find(name);
      expect([status, body.type]).toEqual([404, 'urn:omnistream:problem:viewer-not-found']);
      expect(JSON.stringify(body)).not.toContain(name);
    }
  });

  test('by one name, and only as an administrator', async () => {
    for (const name of ['', 'two words', 'x'.repeat(129), 7, ['a@example.com']])
      expect((await find(name)).status).toBe(400);
    expect((await find('child@example.com', { sub: 'creator-1', groups: 'viewer,creator' })).status).toBe(403);
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
