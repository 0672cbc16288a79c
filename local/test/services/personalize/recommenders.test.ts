import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteRecommenderCommand,
  DescribeRecommenderCommand,
  ListRecommendersCommand,
  StartRecommenderCommand,
  StopRecommenderCommand,
  UpdateRecommenderCommand,
} from '@aws-sdk/client-personalize';
import { buildWorker } from '../../../testing/engine-worker';
import { csv, header, importTable, putTitles, recommend, settled, titles, watches } from './audience';
import { arnOf, ask, failure, type Stand, startStand, tell, until } from './support';

const worker = buildWorker('recommend');
let stand: Stand;
beforeEach(async () => {
  stand = await startStand(worker);
});
afterEach(() => stand.laptop.stop());

const now = () => Math.floor(Date.now() / 1000);
const load = async (rows = watches(now())) => {
  await putTitles(stand, titles);
  await importTable(stand, stand.datasets.Interactions, csv([header, ...rows]));
};
const many = (users: number, each: number, type = 'Watch') =>
  Array.from({ length: users * each }, (_, index) => {
    const user = Math.floor(index / each);
    return [`user-${user}`, titles[index % titles.length] as string, String(now() - index), type, ''];
  });

test.each([
  ['no interactions', [], 'top-picks', 'At least 1000 interactions are required; the Interactions dataset has 0.'],
  [
    'fewer than 1,000 interactions',
    many(30, 33),
    'top-picks',
    'At least 1000 interactions are required; the Interactions dataset has 990.',
  ],
  [
    'fewer than 25 users with two',
    many(24, 50),
    'top-picks',
    'At least 25 unique users with at least 2 interactions each are required; the Interactions dataset has 24.',
  ],
  [
    'fewer than 1,000 watches',
    many(30, 40, 'Click'),
    'most-popular',
    'At least 1000 interactions of event type Watch are required; the Interactions dataset has 0.',
  ],
])('with %s a recommender fails, and says why', async (_, rows, useCase, failureReason) => {
  if (rows.length) await load(rows);
  expect(await recommend(stand, useCase)).toMatchObject({ status: 'CREATE FAILED', failureReason });
  expect(await failure(ask(stand, useCase, { userId: 'user-0' }))).toMatchObject({ name: 'InvalidInputException' });
});

test('a recommender that failed can be deleted, and made once there is enough', async () => {
  expect(await recommend(stand, 'top-picks')).toMatchObject({ status: 'CREATE FAILED' });
  await load();
  expect(await failure(recommend(stand, 'top-picks'))).toMatchObject({ name: 'ResourceAlreadyExistsException' });
  await stand.personalize.send(new DeleteRecommenderCommand({ recommenderArn: arnOf('top-picks') }));
  await until(async () => {
    const { recommenders } = await stand.personalize.send(new ListRecommendersCommand({}));
    return recommenders?.length === 0 ? true : undefined;
  });
  expect(await recommend(stand, 'top-picks')).toMatchObject({ status: 'ACTIVE' });
});

test('a stopped recommender answers nobody, and goes on when it is started', async () => {
  await load();
  await recommend(stand, 'top-picks');
  const recommenderArn = arnOf('top-picks');
  const before = await ask(stand, 'top-picks', { userId: 'horror-viewer-1' });
  await stand.personalize.send(new StopRecommenderCommand({ recommenderArn }));
  const { recommender } = await stand.personalize.send(new DescribeRecommenderCommand({ recommenderArn }));
  expect(recommender?.status).toMatch(/^STOP (PENDING|IN_PROGRESS)$/);
  expect(await settled(stand, 'top-picks')).toMatchObject({ status: 'INACTIVE' });
  expect(await failure(ask(stand, 'top-picks', { userId: 'horror-viewer-1' }))).toMatchObject({
    name: 'InvalidInputException',
  });
  expect(await failure(stand.personalize.send(new StopRecommenderCommand({ recommenderArn })))).toMatchObject({
    name: 'ResourceInUseException',
  });
  await stand.personalize.send(new StartRecommenderCommand({ recommenderArn }));
  expect(await settled(stand, 'top-picks')).toMatchObject({ status: 'ACTIVE' });
  expect(await ask(stand, 'top-picks', { userId: 'horror-viewer-1' })).toEqual(before);
});

test('a configuration changes while the recommender serves', async () => {
  await load();
  await recommend(stand, 'top-picks');
  const recommenderArn = arnOf('top-picks');
  const recommenderConfig = { minRecommendationRequestsPerSecond: 2 };
  await stand.personalize.send(new UpdateRecommenderCommand({ recommenderArn, recommenderConfig }));
  expect(await ask(stand, 'top-picks', { userId: 'somebody' })).toHaveLength(25);
  const updated = await until(async () => {
    const { recommender } = await stand.personalize.send(new DescribeRecommenderCommand({ recommenderArn }));
    return recommender?.latestRecommenderUpdate?.status === 'ACTIVE' ? recommender : undefined;
  });
  expect(updated).toMatchObject({ status: 'ACTIVE', recommenderConfig });
});

test('what was learnt, and told since, survives a restart', async () => {
  await load();
  await recommend(stand, 'top-picks');
  for (const item of ['western-1', 'western-5', 'western-9']) await tell(stand, 'fan', 'Watch', item);
  const before = await ask(stand, 'top-picks', { userId: 'fan', filterArn: stand.filterArn });
  stand = await stand.restart();
  expect(await ask(stand, 'top-picks', { userId: 'fan', filterArn: stand.filterArn })).toEqual(before);
});

test('what was answered is on disk, though nothing was stopped', async () => {
  const home = mkdtempSync(join(tmpdir(), 'laptop-'));
  const killed = await startStand(worker, home);
  await putTitles(killed, titles);
  await importTable(killed, killed.datasets.Interactions, csv([header, ...watches(now())]));
  await recommend(killed, 'top-picks');
  await tell(killed, 'fan', 'Watch', 'western-1');
  const heir = await startStand(worker, home);
  try {
    expect(await ask(heir, 'top-picks', { userId: 'fan' })).toEqual(await ask(killed, 'top-picks', { userId: 'fan' }));
    expect(await ask(heir, 'top-picks', { userId: 'fan', numResults: 500 })).not.toContain('western-1');
  } finally {
    await heir.laptop.stop();
    await killed.laptop.stop();
  }
});

test('a model in use is trained again, by itself, when enough is new', async () => {
  await load();
  await recommend(stand, 'more-like');
  await putTitles(stand, ['mystery-1']);
  const similar = () => ask(stand, 'more-like', { userId: 'asker', itemId: 'mystery-1', numResults: 5 });
  const isHorror = (items: readonly string[]) => items.every((item) => item.startsWith('horror'));
  // The title has a genre of its own, so that it is similar to no other title.
  expect(isHorror(await similar())).toBe(false);
  for (let viewer = 0; viewer < 35; viewer++) {
    await tell(stand, `horror-viewer-${viewer}`, 'Watch', 'mystery-1');
    await tell(stand, `horror-viewer-${viewer}`, 'Finish', 'mystery-1');
  }
  expect(
    isHorror(
      await until(async () => ((await similar()).every((item) => item.startsWith('horror')) ? similar() : undefined)),
    ),
  ).toBe(true);
});

test('a recommender in the midst of its making is made after a restart', async () => {
  await load();
  const making = recommend(stand, 'top-picks').catch(() => undefined);
  await until(async () => {
    const found = await stand.personalize.send(new ListRecommendersCommand({}));
    return found.recommenders?.length ? true : undefined;
  });
  stand = await stand.restart();
  await making;
  expect(await settled(stand, 'top-picks')).toMatchObject({ status: 'ACTIVE' });
});

test('a template makes recommenders, and fails like them', async () => {
  const properties = {
    Name: 'films-top-picks',
    DatasetGroupArn: stand.groupArn,
    RecipeArn: 'arn:aws:personalize:::recipe/aws-vod-top-picks',
    RecommenderConfig: { MinRecommendationRequestsPerSecond: '1' },
  };
  const deploy = () => stand.laptop.deploy('AWS::Personalize::Recommender', 'Top', properties);
  expect(await failure(deploy())).toMatchObject({ message: expect.stringMatching(/At least 1000 interactions/) });
  await load();
  expect((await deploy()).ref).toBe(arnOf('top-picks'));
  expect(await ask(stand, 'top-picks', { userId: 'somebody' })).toHaveLength(25);
});
