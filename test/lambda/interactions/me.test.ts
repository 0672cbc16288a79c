import { World } from './world';

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.stop());

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
  expect(body).toEqual({ personalised: false, languages: ['pt-BR', 'en'], ageLimit: 12 });
  expect((await world.choices(who('one'))).body).toEqual(body);
});

test('nobody changes what another chose', async () => {
  await world.change({ ageLimit: 6 }, who('child'));
  expect((await world.choices(who('other'))).body.ageLimit).toBe(18);
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
