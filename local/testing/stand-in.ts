import type { Api, LocalService, Operation } from '../kernel/service';
import { permissionsById } from './permissions';

/**
 * A service whose operations are a test's own. Callers need the same permissions as for the service with that id.
 * Throws for an id that no service has.
 */
export function standIn(api: Api & { readonly operations: Readonly<Record<string, Operation>> }): LocalService {
  const permissions = permissionsById.get(api.id);
  if (!permissions) throw new Error(`No service has the id '${api.id}'`);
  return { wire: { ...api, permissions } };
}
