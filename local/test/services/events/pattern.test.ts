import { wildcardMatches } from '../../../services/events/comparisons';
import { parsePattern } from '../../../services/events/parse-pattern';
import { matches } from '../../../services/events/pattern';
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

  // Without these limits, the patterns would take hours.
  test('a wildcard takes no more time the more asterisks it has', () => {
    expect(wildcardMatches('a'.repeat(100_000), `${'a*'.repeat(200)}b`)).toBe(false);
  });

  test('the longest pattern is found too complex at once', () => {
    expect(() => parsePattern({ detail: { key: [{ wildcard: `${'abc*'.repeat(400)}b` }] } })).toThrow('too complex');
  });
});
