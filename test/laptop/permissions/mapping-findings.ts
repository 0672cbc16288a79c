import type { Demand, Permissions } from '@omnistream/local/test';
import type { Call } from '@omnistream/local/wire';
import { examineStatement, missingTypes, type Use } from '../../../checks/iam/examine-statement';
import { actionsNamed } from '../../../checks/iam/reference';
import { sampleRequest } from './sample-request';

const principal = { kind: 'root', accountId: '000000000000' } as const;

/** Where the Service Authorization Reference contradicts a service's mapping from operations to permissions. */
export function mappingFindings(service: string, map: Permissions, use: Use = () => {}): string[] {
  const variants = Object.keys(map).flatMap((operation) =>
    (['all', 'required'] as const).map((members) => [operation, members] as const),
  );
  const found = variants.flatMap(([operation, members]) => {
    const call: Call = {
      service,
      operation,
      region: 'eu-west-1',
      accountId: '000000000000',
      principal,
      requestId: '1',
    };
    const demands = map[operation]?.(sampleRequest(service, operation, members), call) ?? [];
    return demandFindings(demands, use).map((message) => `${service}:${operation}: ${message}`);
  });
  return [...new Set(found)];
}

/** The same of the permissions that one request needs. */
export function demandFindings(demands: readonly Demand[], use: Use): string[] {
  const wrong = demands.flatMap(({ action, resource, context = {} }) => [
    ...examineStatement(
      {
        ...{ effect: 'Allow', actions: [action], resources: [resource], keys: Object.keys(context) },
        ...{ condition: {}, services: [], principals: [] },
      },
      'resource',
      use,
    ),
    ...(resource === '*' && isAlwaysOfAResource(action) ? [`${action} is always of a resource, and not of *.`] : []),
  ]);
  const incomplete = [...new Set(demands.map(({ action }) => action))].flatMap((action) => {
    const resources = demands.filter((demand) => demand.action === action).map(({ resource }) => resource);
    return missingTypes(action, resources, use).map((type) => `${action} also needs a resource of the type ${type}.`);
  });
  return [...wrong, ...incomplete];
}

const isAlwaysOfAResource = (action: string) =>
  actionsNamed(action).some(({ resourceTypes }) => resourceTypes.some(({ required }) => required));
