import { Answers } from '../../../lambda/recommendations/answers';
import { remembered } from '../../../lambda/recommendations/remembered';

function clock() {
  const state = { now: 0 };
  return { state, now: () => state.now };
}

describe('answers', () => {
  test('hold for their time, by question', async () => {
    const { state, now } = clock();
    const answers = new Answers<number>(5000, 10, now);
    let found = 0;
    const find = async () => ++found;
    expect([await answers.get('a', find), await answers.get('a', find), await answers.get('b', find)]).toEqual([
      1, 1, 2,
    ]);
    state.now = 4999;
    expect(await answers.get('a', find)).toBe(1);
    state.now = 5000;
    expect(await answers.get('a', find)).toBe(3);
  });

  test('are found once for all who ask at the same time', async () => {
    const answers = new Answers<number>(5000, 10, clock().now);
    let found = 0;
    const find = async () => {
      await new Promise(setImmediate);
      return ++found;
    };
    expect(await Promise.all([1, 2, 3].map(() => answers.get('a', find)))).toEqual([1, 1, 1]);
  });

  test('are not kept when they failed', async () => {
    const answers = new Answers<number>(5000, 10, clock().now);
    await expect(answers.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await answers.get('a', async () => 1)).toBe(1);
  });

  test('are never more than so many; the oldest go first', async () => {
    const answers = new Answers<number>(5000, 3, clock().now);
    for (const question of ['a', 'b', 'c', 'd']) await answers.get(question, async () => 1);
    expect(answers.size).toBe(3);
    expect(await answers.get('b', async () => 2)).toBe(1);
    expect(await answers.get('a', async () => 2)).toBe(2);
  });
});

describe('what is the same for everybody', () => {
  test('is read once in its time', async () => {
    const { state, now } = clock();
    let reads = 0;
    const value = remembered(async () => ++reads, 1000, now);
    expect(await Promise.all([value.get(), value.get()])).toEqual([1, 1]);
    state.now = 1000;
    expect(await value.get()).toBe(2);
  });

  test('is what it was while it cannot be read', async () => {
    const { state, now } = clock();
    let fails = true;
    const value = remembered(() => (fails ? Promise.reject(new Error('down')) : Promise.resolve('there')), 1000, now);
    await expect(value.get()).rejects.toThrow('down');
    fails = false;
    expect(await value.get()).toBe('there');
    fails = true;
    state.now = 5000;
    expect(await value.get()).toBe('there');
  });
});
