import { PutEventsCommand } from '@aws-sdk/client-personalize-events';
import { GetRecommendationsCommand } from '@aws-sdk/client-personalize-runtime';
import { csv, header, importTable, putTitles, recommend, titles, watches } from './audience';
import { arnOf, ask, buildRecommendWorker, failure, type Stand, startStand, tell } from './support';

let stand: Stand;
beforeAll(async () => {
  stand = await startStand(buildRecommendWorker());
  await putTitles(stand, titles);
  await importTable(stand, stand.datasets.Interactions, csv([header, ...watches(Math.floor(Date.now() / 1000))]));
  for (const one of ['top-picks', 'because-you-watched', 'more-like', 'most-popular', 'trending-now'])
    expect(await recommend(stand, one)).toMatchObject({ status: /most|trending|because/.test(one) ? 'CREATE FAILED' : 'ACTIVE' });
});
afterAll(() => stand.laptop.stop());

const genresOf = (items: readonly string[]) => items.map((item) => item.split('-')[0]);

test('a fan of one genre gets it on top', async () => {
  for (const item of ['horror-1', 'horror-5', 'horror-9']) await tell(stand, 'fan', 'Watch', item);
  expect(genresOf((await ask(stand, 'top-picks', { userId: 'fan' })).slice(0, 8))).toEqual(Array(8).fill('horror'));
});
