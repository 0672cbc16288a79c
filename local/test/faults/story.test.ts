import { choose, draw, Story } from '../../faults/story';

const anything = () => true;

/** The decisions about `count` occurrences of each identity, which come in this order. */
function decisions(seed: number, order: readonly string[], rules: { kind: string; rate: number; times?: number }[]) {
  const story = new Story(seed, rules);
  const found: Record<string, (string | undefined)[]> = {};
  for (const identity of order) {
    const { rule, n } = story.next(identity, anything);
    found[identity] = [...(found[identity] ?? []), rule?.kind];
    expect(n).toBe(found[identity]?.length);
  }
  return found;
}

const rules = [
  { kind: 'throttle', rate: 0.1 },
  { kind: 'fail', rate: 0.2 },
];
const names = ['a', 'b', 'c'];
const inTurn = Array.from({ length: 900 }, (_, index) => names[index % 3] as string);

test('the same seed decides the same, in whatever order concurrent callers come', () => {
  const oneByOne = names.flatMap((name) => inTurn.filter((each) => each === name));
  expect(decisions(7, inTurn, rules)).toEqual(decisions(7, oneByOne, rules));
});

test('another seed decides otherwise, and so does another identity', () => {
  const found = decisions(7, inTurn, rules);
  expect(found).not.toEqual(decisions(8, inTurn, rules));
  expect(found.a).not.toEqual(found.b);
});

test('rates are shares of all occurrences, and add up', () => {
  const all = Object.values(decisions(7, inTurn, rules)).flat();
  const share = (kind?: string) => all.filter((each) => each === kind).length / all.length;
  expect(share('throttle')).toBeCloseTo(0.1, 1);
  expect(share('fail')).toBeCloseTo(0.2, 1);
  expect(share(undefined)).toBeCloseTo(0.7, 1);
});

test('rates of 0 and 1 mean never and always', () => {
  expect(choose([{ rate: 0 }], 0)).toBeUndefined();
  expect(choose([{ rate: 1 }], 1 - Number.EPSILON)).toEqual({ rate: 1 });
});

test('a number of times counts for each identity', () => {
  const found = decisions(7, ['a', 'a', 'b', 'a', 'b'], [{ kind: 'fail', rate: 1, times: 1 }]);
  expect(found).toEqual({ a: ['fail', undefined, undefined], b: ['fail', undefined] });
});

test('numbers are spread evenly from 0 to 1', () => {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 5000; index += 1) {
    const at = Math.floor(draw(3, 'x', index) * 10);
    tenths[at] = (tenths[at] as number) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 500)).toBeLessThan(110);
});
