import { permissionsById } from '@omnistream/local/test';
import { type PermissionException, permissionExceptions } from '../../checks/permission-exceptions';
import { permissionFindings } from '../../checks/rules/permissions';
import { stages } from '../../lib/stages';
import { mappingFindings } from '../laptop/permissions/mapping-findings';
import { synthesizedAssembly } from './synthesized-assembly';

const assemblies = Object.keys(stages).map((stage) => synthesizedAssembly(stage));

test('every exception is needed by a stage or by the local IAM', () => {
  const used = new Set<PermissionException>();
  for (const assembly of assemblies) permissionFindings(assembly, (exception) => used.add(exception));
  for (const [service, map] of permissionsById) mappingFindings(service, map, (exception) => used.add(exception));
  expect(permissionExceptions.filter((exception) => !used.has(exception)).map(({ action }) => action)).toEqual([]);
});
