import { parseExpression } from '../../../services/scheduler/expression';
import refused from '../../cases/schedule-refused.json';
import times from '../../cases/schedule-times.json';

interface Times {
  readonly name: string;
  readonly input: { readonly expression: string; readonly start?: string; readonly after: string };
  readonly expected: readonly (string | null)[];
}

test.each(times as Times[])(
  'is due: $name',
  ({ input: { expression, start = '1970-01-01T00:00:00Z', after }, expected }) => {
    const timing = parseExpression(expression);
    const found: (string | null)[] = [];
    let last: number | undefined = Date.parse(after);
    while (found.length < expected.length && last !== undefined) {
      last = timing.next(last, Date.parse(start));
      found.push(last === undefined ? null : new Date(last).toISOString());
    }
    expect(found).toEqual(expected);
  },
);

test.each(refused)('is refused: $name', ({ input, expected }) => {
  expect(() => parseExpression(input)).toThrow(expected);
});
