import type { RequestListener } from 'node:http';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService, Resource, ResourceProvider } from '../../kernel/service';
import { Gateway } from './gateway';
import { Lane } from './lane';
import type { HttpApi, Limits } from './model';

/** Milliseconds. Source: API Gateway quotas for HTTP APIs: an integration times out after 30 seconds. */
const integrationTimeout = 30_000;

const supportedProperties: Readonly<Record<string, readonly string[]>> = {
  Api: ['ProtocolType', 'Name', 'Description', 'DisableExecuteApiEndpoint', 'Tags'],
  Stage: [
    'ApiId',
    'StageName',
    'AutoDeploy',
    'DefaultRouteSettings',
    'AccessLogSettings',
    'Description',
    'Tags',
    'RouteSettings',
  ],
  Route: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType', 'AuthorizerId'],
  Integration: [
    'ApiId',
    'IntegrationType',
    'IntegrationUri',
    'IntegrationMethod',
    'PayloadFormatVersion',
    'TimeoutInMillis',
    'ConnectionType',
    'Description',
  ],
  Authorizer: [
    ...['ApiId', 'AuthorizerType', 'AuthorizerUri', 'AuthorizerPayloadFormatVersion', 'EnableSimpleResponses'],
    ...['IdentitySource', 'AuthorizerResultTtlInSeconds', 'Name'],
  ],
};

// biome-ignore lint/suspicious/noExplicitAny: the properties of five resource types
type Properties = Record<string, any>;

function refuseUnknown({ type, logicalId, properties }: Resource<Properties>) {
  const known = supportedProperties[type.split('::')[2] as string] ?? [];
  const unknown = Object.keys(properties).find((name) => !known.includes(name));
  if (unknown) throw new Error(`${logicalId}: the property ${unknown} of ${type} is not supported by this runtime`);
}

/** Returns the ARN of the function in the URI of an integration or authorizer. */
function functionArn(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri;
}

/**
 * API Gateway's HTTP APIs with Lambda integrations, and with Lambda authorizers or IAM. All APIs share the laptop's API
 * address, and the name in the `Host` header selects one; without it, requests go to the API that has an authorizer.
 */
export function createApiGateway(kernel: Kernel, lane = new Lane()): LocalService {
  const apis = new Map<string, HttpApi>();
  // An entry is removed when a part of its API has changed.
  const gateways = new Map<HttpApi, Gateway>();
  const gatewayOf = (host: string): Gateway | undefined => {
    const all = [...apis.values()];
    const api = apis.get(host.split('.')[0] ?? '') ?? all.find(({ authorizers }) => authorizers.size > 0) ?? all[0];
    if (!api) return undefined;
    const gateway = gateways.get(api) ?? new Gateway(kernel, api, lane);
    gateways.set(api, gateway);
    return gateway;
  };
  const apiOf = ({ properties, logicalId }: Resource<Properties>): HttpApi => {
    const api = apis.get(properties.ApiId);
    if (!api) throw new Error(`${logicalId}: its API ${properties.ApiId} is not deployed`);
    return api;
  };
  const idOf = ({ name }: Resource) => name.slice(-10);
  const hostOf = (resource: Resource) => `${idOf(resource)}.execute-api.${resource.region}.amazonaws.com`;
  const part = (deploy: (resource: Resource<Properties>, api: HttpApi) => void): ResourceProvider<Properties> => ({
    identify: (resource) => ({ ref: idOf(resource), attributes: { AuthorizerId: idOf(resource) } }),
    deploy(resource) {
      refuseUnknown(resource);
      const api = apiOf(resource);
      deploy(resource, api);
      gateways.delete(api);
      return undefined;
    },
  });

  return {
    resources: {
      'AWS::ApiGatewayV2::Api': {
        identify: (resource) => ({
          ref: idOf(resource),
          attributes: {
            ApiId: idOf(resource),
            ApiEndpoint: `https://${hostOf(resource)}`,
          },
        }),
        deploy(resource) {
          refuseUnknown(resource);
          const id = idOf(resource);
          const api: HttpApi = {
            id,
            region: resource.region,
            routes: new Map(),
            integrations: new Map(),
            authorizers: new Map(),
          };
          apis.set(id, api);
          const listener: RequestListener = (request, response) => {
            void gatewayOf(request.headers.host ?? '')?.handle(request, response);
          };
          kernel.listen('api', listener, [hostOf(resource)]);
          return undefined;
        },
      },
      'AWS::ApiGatewayV2::Stage': part(({ properties, logicalId }, api) => {
        const settings: Record<string, Properties> = properties.RouteSettings ?? {};
        const unknown = Object.keys(settings).find((key) => !api.routes.has(key));
        if (unknown) throw new Error(`${logicalId}: Unable to find Route by key ${unknown} within RouteSettings`);
        const limits = (of: Properties | undefined): Limits => ({
          rateLimit: of?.ThrottlingRateLimit,
          burstLimit: of?.ThrottlingBurstLimit,
        });
        const routeLimits = Object.fromEntries(Object.entries(settings).map(([key, of]) => [key, limits(of)]));
        api.stage = { name: properties.StageName, limits: limits(properties.DefaultRouteSettings), routeLimits };
      }),
      'AWS::ApiGatewayV2::Integration': part((resource, api) => {
        const { properties, logicalId } = resource;
        if (properties.IntegrationType !== 'AWS_PROXY' || properties.PayloadFormatVersion !== '2.0') {
          throw new Error(`${logicalId}: this runtime supports only Lambda proxy integrations of payload format 2.0`);
        }
        api.integrations.set(idOf(resource), {
          functionArn: functionArn(properties.IntegrationUri),
          timeoutMilliseconds: properties.TimeoutInMillis ?? integrationTimeout,
        });
      }),
      'AWS::ApiGatewayV2::Authorizer': part((resource, api) => {
        const { properties, logicalId } = resource;
        const { AuthorizerType, AuthorizerPayloadFormatVersion, EnableSimpleResponses } = properties;
        if (AuthorizerType !== 'REQUEST' || AuthorizerPayloadFormatVersion !== '2.0' || !EnableSimpleResponses) {
          throw new Error(
            `${logicalId}: this runtime supports only Lambda authorizers of format 2.0 with simple responses`,
          );
        }
        api.authorizers.set(idOf(resource), {
          id: idOf(resource),
          functionArn: functionArn(properties.AuthorizerUri),
          identityHeaders: (properties.IdentitySource ?? []).map((source: string) => {
            const header = /^\$request\.header\.(.+)$/.exec(source)?.[1];
            if (!header)
              throw new Error(`${logicalId}: the identity source ${source} is not supported by this runtime`);
            return header.toLowerCase();
          }),
          cacheSeconds: properties.AuthorizerResultTtlInSeconds ?? 300,
        });
      }),
      'AWS::ApiGatewayV2::Route': part((resource, api) => {
        const { properties, logicalId } = resource;
        const { RouteKey, Target = '', AuthorizationType = 'NONE', AuthorizerId } = properties;
        if (!['NONE', 'CUSTOM', 'AWS_IAM'].includes(AuthorizationType)) {
          throw new Error(`${logicalId}: the authorization type ${AuthorizationType} is not supported by this runtime`);
        }
        api.routes.set(RouteKey, {
          key: RouteKey,
          integrationId: String(Target).replace('integrations/', ''),
          authorizerId: AuthorizationType === 'CUSTOM' ? AuthorizerId : undefined,
          isSigned: AuthorizationType === 'AWS_IAM',
        });
      }),
    },
  };
}
