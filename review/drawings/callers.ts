import type { Assembly } from '../../checks/assembly';
import { Placeholders } from '../../checks/iam/placeholders';
import { resources } from '../../checks/rule';
import { type Group, type Ownership, type RouteKey, routes } from '../../lambda/shared/routes';
import { qualified } from './qualified';

/** One route of the API with the groups that may call it. */
export interface CalledRoute {
  readonly key: RouteKey;
  /** `{stack}.{logical id}` of the function. */
  readonly function: string;
  readonly groups: readonly Group[];
  readonly ownership: Ownership;
}

/** The routes of the template, with their groups from the table of routes. Throws for a route without function or groups. */
export function calledRoutes(assembly: Assembly): CalledRoute[] {
  const own = qualified(assembly);
  const placeholders = new Placeholders(own);
  const integrations = new Map(
    resources(own, 'AWS::ApiGatewayV2::Integration').map(({ logicalId, resource }) => {
      return [logicalId, resource.Properties.IntegrationUri as { 'Fn::GetAtt'?: [string, string] }];
    }),
  );
  return resources(own, 'AWS::ApiGatewayV2::Route').map(({ stack, resource, construct }): CalledRoute => {
    const { RouteKey: key, Target } = resource.Properties;
    const integration = placeholders.text(stack, Target).replace(/^integrations\//, '');
    const target = integrations.get(integration)?.['Fn::GetAtt']?.[0];
    const route = Object.entries(routes).find(([known]) => known === key);
    if (!target || !route)
      throw new Error(`${construct}: no function or no entry in lambda/shared/routes.ts for ${key}`);
    const [, { groups, asset }] = route;
    return { key: route[0] as RouteKey, function: target, groups, ownership: asset };
  });
}
