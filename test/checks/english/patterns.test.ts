import { hitsOf } from '../../../checks/english/hits';
import { patterns } from '../../../checks/english/patterns';
import cases from '../../cases/english.json';

const found = (audience: string, text: string) => {
  const hits = audience === 'visible' ? hitsOf('docs/page.md', text) : hitsOf('lib/x.ts', `// ${text}\n`);
  return hits.map(({ pattern, audience: of }) => ({ pattern, audience: of }));
};

test('every pattern has an example', () => {
  expect(cases.map(({ pattern }) => pattern)).toEqual(patterns.map(({ id }) => id));
});

test.each(cases)('$pattern finds “$bad”, and not “$good”', ({ pattern, audience, bad, good }) => {
  expect(found(audience, bad)).toContainEqual({ pattern, audience });
  expect(found(audience, good).filter((hit) => hit.pattern === pattern)).toEqual([]);
});
