import type { Assembly } from '../../checks';
import { permissions } from '../../checks/rules/permissions';
import { permissionFaults } from './permission-faults';
import { synthesizedAssembly } from './synthesized-assembly';

const dev = synthesizedAssembly('dev');
const stages: readonly (readonly [string, () => Assembly])[] = [
  ['dev', () => dev],
  ['prod', () => synthesizedAssembly('prod')],
  [
    'dev with encryption and a dashboard',
    () =>
      synthesizedAssembly('dev', {
        drm: { keyProvider: 'own' },
        quickSightPrincipal: 'arn:aws:quicksight:eu-west-1:123456789012:user/default/owner',
      }),
  ],
];

const lines = (assembly: Assembly) =>
  permissions.check(assembly).map(({ construct, message }) => `${construct}: ${message}`);

test.each(stages)('every policy of %s is as the Service Authorization Reference has it', (_, assembly) => {
  expect(lines(assembly())).toEqual([]);
});

describe('a seeded fault is found, and its construct is named:', () => {
  test.each(permissionFaults.map((fault) => [fault.name, fault] as const))('%s', (_, { seed, construct, message }) => {
    const assembly = structuredClone(dev);
    seed(assembly);
    const found = permissions.check(assembly);
    expect(lines(assembly).join('\n')).toMatch(message);
    expect(found.map((finding) => finding.construct)).toContainEqual(expect.stringContaining(construct));
  });
});
