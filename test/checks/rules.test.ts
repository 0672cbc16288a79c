import { rules } from '../../checks';
import type { Assembly } from '../../checks/assembly';
import { quotas } from '../../checks/quotas';
import { assemblyOf, everything } from './assemblies';

const assemblies: [string, Assembly][] = [
  ['dev', assemblyOf('dev')],
  ['prod', assemblyOf('prod')],
  ['dev with everything', assemblyOf('dev', everything)],
];

// Loading the schemas of all resource types takes some seconds.
jest.setTimeout(180_000);

describe.each(assemblies)('%s', (_, assembly) => {
  test.each(rules.map(({ name, check }): [string, typeof check] => [name, check]))(
    'holds to the rule %s',
    (_name, check) => {
      expect(check(assembly).map(({ construct, message }) => `${construct}: ${message}`)).toEqual([]);
    },
  );

  test('has a tenth of each quota left', () => {
    const full = quotas(assembly).filter(({ percent }) => percent > 90);
    expect(full.map(({ name, construct, percent }) => `${construct}: ${percent} % of ${name}`)).toEqual([]);
  });
});

test('each rule has a name of its own', () => {
  const names = rules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
