import { type Assembly, quotas, rules } from '../../checks';
import { stages } from '../../lib/stages';
import { synthesizedAssembly } from './synthesized-assembly';

const assemblies = Object.keys(stages).map((stage): [string, Assembly] => [stage, synthesizedAssembly(stage)]);

// Loading the schemas of all resource types takes some seconds.

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
