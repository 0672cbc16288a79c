import { type Assembly, rules } from '../../checks';
import { dataFaults } from './faults/data';
import type { Fault } from './faults/fault';
import { limitFaults } from './faults/limits';
import { nameFaults } from './faults/names';
import { permissionFaults } from './faults/permissions';
import { referenceFaults } from './faults/references';
import { releaseFaults } from './faults/releases';
import { textFaults } from './faults/texts';
import { synthesizedAssembly } from './synthesized-assembly';

const faults: readonly Fault[] = [
  ...dataFaults,
  ...nameFaults,
  ...limitFaults,
  ...releaseFaults,
  ...referenceFaults,
  ...permissionFaults,
  ...textFaults,
];

const stages: Readonly<Record<Fault['stage'], Assembly>> = {
  dev: synthesizedAssembly('dev'),
  prod: synthesizedAssembly('prod'),
};

// Loading the schemas of all resource types takes some seconds.

function checkOf({ rule: name, check }: Fault) {
  if (check) return check;
  const rule = rules.find((one) => one.name === name);
  if (!rule) throw new Error(`There is no rule ${name}`);
  return (_before: Assembly, after: Assembly) => rule.check(after);
}

const knownBefore = new Map<string, ReadonlySet<string>>();
/** The findings of a rule without a fault. They are the same for all faults of the rule in a stage. */
function knownTo(fault: Fault): ReadonlySet<string> {
  const before = stages[fault.stage];
  const key = `${fault.stage} ${fault.check ? fault.fault : fault.rule}`;
  const known = knownBefore.get(key) ?? new Set(checkOf(fault)(before, before).map(({ message }) => message));
  knownBefore.set(key, known);
  return known;
}

describe('a fault is found, and its construct is named:', () => {
  test.each(faults.map((fault): [string, Fault] => [fault.fault, fault]))('%s', (_, fault) => {
    const before = stages[fault.stage];
    const after = structuredClone(before);
    fault.seed(after);
    const check = checkOf(fault);
    const known = knownTo(fault);
    const found = check(before, after).filter(({ message }) => !known.has(message));
    expect(found).toContainEqual({
      rule: fault.rule,
      construct: expect.stringContaining(`OmniStream-${fault.stage}-`),
      message: expect.stringMatching(fault.message ?? /\S/),
    });
    expect(found.map(({ construct }) => construct)).toContainEqual(expect.stringContaining(fault.construct));
  });
});

test('each rule finds at least one of them', () => {
  const seeded = new Set(faults.map(({ rule }) => rule));
  expect(rules.map(({ name }) => name).filter((name) => !seeded.has(name))).toEqual([]);
});

test('there are enough of them', () => {
  expect(faults.length).toBeGreaterThanOrEqual(30);
});
