import type { Assembly } from '../../checks';
import { type PermissionException, permissionExceptions } from '../../checks/permission-exceptions';
import { permissionFindings, permissions } from '../../checks/rules/permissions';
import { actionMaps } from '../../local/iam/actions';
import { mappingFindings } from '../local/iam/mapping-findings';
import { permissionFaults } from './permission-faults';
import { synthesizedAssembly } from './synthesized-assembly';

const dev = synthesizedAssembly('dev');
const stages: readonly (readonly [string, Assembly])[] = [
  ['dev', dev],
  ['prod', synthesizedAssembly('prod')],
  [
    'dev with encryption and a dashboard',
    synthesizedAssembly('dev', {
      drm: { keyProvider: 'own' },
      quickSightPrincipal: 'arn:aws:quicksight:eu-west-1:123456789012:user/default/owner',
    }),
  ],
];

const lines = (assembly: Assembly) =>
  permissions.check(assembly).map(({ construct, message }) => `${construct}: ${message}`);

test.each(stages)('every policy of %s is as the Service Authorization Reference has it', (_, assembly) => {
  expect(lines(assembly)).toEqual([]);
});

test('every exception is needed by a stage or by the local IAM', () => {
  const used = new Set<PermissionException>();
  for (const [, assembly] of stages) permissionFindings(assembly, (exception) => used.add(exception));
  for (const [service, map] of actionMaps) mappingFindings(service, map, (exception) => used.add(exception));
  expect(permissionExceptions.filter((exception) => !used.has(exception)).map(({ action }) => action)).toEqual([]);
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
