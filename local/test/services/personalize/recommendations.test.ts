import { PutEventsCommand } from '@aws-sdk/client-personalize-events';
import { GetRecommendationsCommand } from '@aws-sdk/client-personalize-runtime';
import { buildWorker } from '../../../testing/engine-worker';
import { csv, header, importTable, putTitles, recommend, titles, watches } from './audience';
import { arnOf, ask, failure, type Stand, startStand, tell } from './support';

const useCases = ['top-picks', 'because-you-watched', 'more-like', 'most-popular', 'trending-now'];

let stand: Stand;
beforeAll(async () => {
  stand = await startStand(buildWorker('recommend'));
  await putTitles(stand, titles);
  await importTable(stand, stand.datasets.Interactions, csv([header, ...watches(Math.floor(Date.now() / 1000))]));
  for (const one of useCases) expect(await recommend(stand, one)).toMatchObject({ status: 'ACTIVE' });
});
afterAll(() => stand.laptop.stop());

const genresOf = (items: readonly string[]) => items.map((item) => item.split('-')[0]);
const allOf = (genre: string, count: number) => Array(count).fill(genre);

test('a fan of one genre gets it on top', async () => {
  for (const item of ['horror-1', 'horror-5', 'horror-9']) await tell(stand, 'fan', 'Watch', item);
  expect(genresOf((await ask(stand, 'top-picks', { userId: 'fan' })).slice(0, 8))).toEqual(allOf('horror', 8));
});

test('one more watch changes the answer at once', async () => {
  await tell(stand, 'changing', 'Watch', 'western-2');
  const before = await ask(stand, 'top-picks', { userId: 'changing' });
  expect(genresOf(before.slice(0, 5))).toEqual(allOf('western', 5));
  await tell(stand, 'changing', 'Watch', before[0] as string);
  await tell(stand, 'changing', 'Finish', 'comedy-3');
  const after = await ask(stand, 'top-picks', { userId: 'changing' });
  expect(after).not.toContain(before[0]);
  expect(genresOf(after.slice(0, 10))).toContain('comedy');
});

test('a bad rating takes back what a watch said', async () => {
  for (const item of ['western-1', 'western-3', 'horror-3']) await tell(stand, 'critic', 'Watch', item);
  await tell(stand, 'critic', 'Rate', 'western-1', { eventValue: 1 });
  await tell(stand, 'critic', 'Rate', 'western-3', { eventValue: 2 });
  expect(genresOf((await ask(stand, 'top-picks', { userId: 'critic' })).slice(0, 6))).toEqual(allOf('horror', 6));
});

test('top picks leave out what was watched, by themselves', async () => {
  await tell(stand, 'watcher', 'Watch', 'comedy-4');
  await tell(stand, 'watcher', 'Click', 'comedy-5');
  const items = await ask(stand, 'top-picks', { userId: 'watcher', numResults: 500 });
  expect(items).not.toContain('comedy-4');
  expect(items).toContain('comedy-5');
  expect(items).toHaveLength(titles.length - 1);
});

test('titles that were watched to the end are gone by filter', async () => {
  await tell(stand, 'finisher', 'Finish', 'comedy-0');
  await tell(stand, 'finisher', 'Finish', 'comedy-1');
  const all = await ask(stand, 'most-popular', { userId: 'finisher', numResults: 500 });
  const filtered = await ask(stand, 'most-popular', {
    userId: 'finisher',
    filterArn: stand.filterArn,
    numResults: 500,
  });
  expect(filtered).toEqual(all.filter((item) => !['comedy-0', 'comedy-1'].includes(item)));
});

test('a new viewer sees what is popular', async () => {
  const [cold, popular] = [
    await ask(stand, 'top-picks', { userId: 'never seen' }),
    await ask(stand, 'most-popular', { userId: 'never seen' }),
  ];
  expect(cold).toEqual(popular);
  // The comedies that viewers of other genres watch too.
  expect(popular.slice(0, 5).sort()).toEqual(['comedy-0', 'comedy-1', 'comedy-2', 'comedy-3', 'comedy-4']);
});

test.each(['because-you-watched', 'more-like'])('%s shows titles of those who watched the title', async (useCase) => {
  await tell(stand, 'follower', 'Watch', 'western-6');
  const items = await ask(stand, useCase, { userId: 'follower', itemId: 'western-6', numResults: 10 });
  expect(genresOf(items)).toEqual(allOf('western', 10));
  expect(items).not.toContain('western-6');
});

test('a title that is watched more than before is trending', async () => {
  for (let viewer = 0; viewer < 25; viewer++) await tell(stand, `crowd-${viewer}`, 'Watch', 'horror-13');
  expect((await ask(stand, 'trending-now'))[0]).toBe('horror-13');
});

test('a new title reaches those whom it suits before anybody has watched it', async () => {
  await putTitles(stand, ['western-new'], { creationTimestamp: Math.floor(Date.now() / 1000) });
  for (const item of ['western-0', 'western-7']) await tell(stand, 'pioneer', 'Watch', item);
  const forFan = await ask(stand, 'top-picks', { userId: 'pioneer', numResults: 12 });
  expect(forFan).toContain('western-new');
  for (const item of ['horror-0', 'horror-7']) await tell(stand, 'other', 'Watch', item);
  expect(await ask(stand, 'top-picks', { userId: 'other', numResults: 12 })).not.toContain('western-new');
});

test('answers have an id of their own, and top picks scores that fall', async () => {
  const get = () =>
    stand.runtime.send(new GetRecommendationsCommand({ recommenderArn: arnOf('top-picks'), userId: 'fan' }));
  const [first, second] = [await get(), await get()];
  expect(first.recommendationId).toMatch(/^RID-[\w-]{36}$/);
  expect(second.recommendationId).not.toBe(first.recommendationId);
  expect(first.itemList).toHaveLength(25);
  const scores = (first.itemList ?? []).map(({ score }) => score as number);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
});

test.each([
  ['no user, where one is needed', 'top-picks', {}, /userId is required/],
  ['no item, where one is needed', 'more-like', { userId: 'fan' }, /itemId is required/],
  ['more than 500 results', 'top-picks', { userId: 'fan', numResults: 501 }, /numResults/],
  ['values without a filter', 'top-picks', { userId: 'fan', filterValues: { A: '"x"' } }, /filterArn/],
])('%s is refused', async (_, useCase, input, message) => {
  expect(await failure(ask(stand, useCase, input))).toMatchObject({
    name: 'InvalidInputException',
    message: expect.stringMatching(message),
  });
});

test('an unknown recommender and an unknown filter are not found', async () => {
  const unknown = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
  expect(await failure(ask(stand, 'nothing'))).toMatchObject(unknown);
  const filterArn = 'arn:aws:personalize:eu-west-1:000000000000:filter/none';
  expect(await failure(ask(stand, 'most-popular', { filterArn }))).toMatchObject(unknown);
});

describe('events', () => {
  const send = (eventList: object[], more: object = {}) => {
    const input = { trackingId: stand.trackingId, userId: 'teller', sessionId: 'visit', eventList, ...more };
    return stand.events.send(new PutEventsCommand(input as never));
  };
  const event = (more: object = {}) => ({ eventType: 'Watch', itemId: 'comedy-8', sentAt: new Date(), ...more });

  test('with the id of an earlier one of the same user count once', async () => {
    const top = async () => (await ask(stand, 'top-picks', { userId: 'twice', numResults: 500 })).length;
    await tell(stand, 'twice', 'Watch', 'comedy-8', { eventId: 'one' });
    const before = await top();
    await tell(stand, 'twice', 'Watch', 'horror-8', { eventId: 'one' });
    expect(await top()).toBe(before);
    await tell(stand, 'thrice', 'Watch', 'horror-8', { eventId: 'one' });
    expect(await ask(stand, 'top-picks', { userId: 'thrice', numResults: 500 })).not.toContain('horror-8');
  });

  test('of a visit before signing in become those of who signs in', async () => {
    await send([event({ itemId: 'horror-4' })], { userId: undefined, sessionId: 'quiet visit' });
    await send([event({ itemId: 'horror-6', eventType: 'Click' })], { userId: 'late', sessionId: 'quiet visit' });
    const items = await ask(stand, 'top-picks', { userId: 'late', numResults: 500 });
    expect(items).not.toContain('horror-4');
    expect(genresOf(items.slice(0, 5))).toEqual(allOf('horror', 5));
  });

  test.each([
    ['eleven at once', () => send(Array.from({ length: 11 }, () => event())), /less than or equal to 10/],
    ['of an unknown tracker', () => send([event()], { trackingId: 'none' }), /tracking ID none/],
    ['of a user without a name', () => send([event()], { userId: '' }), /userId/],
    ['without a type', () => send([event({ eventType: '' })]), /eventType/],
    ['with properties that are not JSON', () => send([event({ properties: 'no' })]), /not JSON/],
    ['with properties that the schema lacks', () => send([event({ properties: '{"device":"tv"}' })]), /'device'/],
  ])('%s are refused', async (_, request, message) => {
    expect(await failure(request())).toMatchObject({
      name: 'InvalidInputException',
      message: expect.stringMatching(message),
    });
  });
});
