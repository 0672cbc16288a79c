import { parsePattern } from '../../../local/services/events/parse-pattern';
import { matches } from '../../../local/services/events/pattern';
import cases from '../../cases/event-patterns.json';

const outcome = (pattern: object, event: object) => {
  try {
    return matches(parsePattern(pattern), event);
  } catch (error) {
    return { error: (error as Error).name };
  }
};

describe('event patterns', () => {
  test.each(cases.map(({ name, ...rest }) => [name, rest] as const))('%s', (_name, { input, expected }) => {
    expect(outcome(input.pattern, input.event)).toEqual(expected);
  });

  test('a wildcard takes no more time the more asterisks it has', () => {
    const pattern = parsePattern({ detail: { key: [{ wildcard: `${'a*'.repeat(200)}b` }] } });
    const started = Date.now();
    expect(matches(pattern, { detail: { key: 'a'.repeat(100_000) } })).toBe(false);
    expect(Date.now() - started).toBeLessThan(1000);
  });
});
