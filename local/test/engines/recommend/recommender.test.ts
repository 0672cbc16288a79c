import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { train } from '../../../engines/recommend/ease';
import { readModel, writeModel } from '../../../engines/recommend/model-file';
import { Recommender } from '../../../engines/recommend/recommender';

const day = 86_400_000;
const now = Date.UTC(2026, 5, 1);
const watch = (user: string, item: string, daysAgo = 1, type = 'Watch') => ({
  ...{ user, item, type },
  at: now - daysAgo * day,
});

function trained(recommender: Recommender): Recommender {
  const { lambda, ...set } = recommender.trainingSet();
  recommender.use(train(set, lambda));
  return recommender;
}
const names = (ranked: readonly { item: string }[]) => ranked.map(({ item }) => item);

test('old watches count less than new ones', () => {
  const recommender = new Recommender({ popularityHalfLife: 10 });
  for (const user of ['a', 'b', 'c']) recommender.add(watch(user, 'old', 30));
  for (const user of ['a', 'b']) recommender.add(watch(user, 'new', 1));
  expect(names(recommender.popular())).toEqual(['new', 'old']);
  const lasting = new Recommender({ popularityHalfLife: Number.POSITIVE_INFINITY });
  for (const user of ['a', 'b', 'c']) lasting.add(watch(user, 'old', 30));
  for (const user of ['a', 'b']) lasting.add(watch(user, 'new', 1));
  expect(names(lasting.popular())).toEqual(['old', 'new']);
});

test('to the end says more than a start, and a start more than a click', () => {
  const recommender = new Recommender();
  recommender.add(watch('a', 'clicked', 1, 'Click'));
  recommender.add(watch('a', 'finished', 1, 'Finish'));
  recommender.add(watch('a', 'watched', 1));
  expect(names(recommender.popular())).toEqual(['finished', 'watched', 'clicked']);
});

test('a user who comes back to a title makes it no more popular than one who stays', () => {
  const recommender = new Recommender();
  for (let time = 0; time < 9; time++) recommender.add(watch('a', 'again', 1));
  for (const user of ['a', 'b']) recommender.add(watch(user, 'two', 1));
  expect(names(recommender.popular())).toEqual(['two', 'again']);
});

test('forgotten users leave no trace in what is popular', () => {
  const recommender = new Recommender();
  recommender.add(watch('a', 'x'));
  recommender.history.removeUser('a');
  expect(recommender.items()).toEqual([]);
});

test('the model has the items with most viewers, and no more than its limit', () => {
  const recommender = new Recommender({ itemLimit: 2 });
  for (const user of ['a', 'b', 'c']) recommender.add(watch(user, 'first'));
  for (const user of ['a', 'b']) recommender.add(watch(user, 'second'));
  recommender.add(watch('c', 'third'));
  expect(recommender.trainingSet().items).toEqual(['first', 'second']);
});

test('a title of which nobody knows anything stands behind what is known', () => {
  const recommender = new Recommender();
  for (const user of ['a', 'b', 'c']) for (const item of ['x', 'y']) recommender.add(watch(user, item));
  recommender.describe('blank', { labels: [], createdAt: now });
  expect(names(trained(recommender).topPicks('a', now)).at(-1)).toBe('blank');
});

test('a model survives in its file, and half a file is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'model-'));
  const path = join(folder, 'model.bin');
  for (const items of [
    ['ä', 'b'],
    ['ab', 'c'],
    ['abc', 'd'],
    ['abcd', 'e'],
  ]) {
    const model = { items, weights: Float32Array.from([0, 1.5, -2, 0]) };
    writeModel(path, model);
    expect(readModel(path)).toEqual(model);
  }
  writeFileSync(path, '["a","b"]');
  expect(readModel(path)).toBeUndefined();
  expect(readModel(join(folder, 'none'))).toBeUndefined();
});
