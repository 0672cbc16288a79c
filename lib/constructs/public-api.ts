import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { originKeyHeader, viewerAddressHeader } from '../../lambda/shared/edge-headers';
import { type Route, type RouteKey, routes } from '../../lambda/shared/routes';
import type { Stage } from '../config';
import { describeIntegrations } from './integrations';

export interface PublicApiProps {
  readonly stage: Stage;
}

/**
 * An HTTP API whose authorizer checks every request. It is built in three steps, which may be in different stacks: its
 * address, its routes, and the stage that opens it.
 */
export class PublicApi extends Construct {
  /** `{id}.execute-api.{region}.amazonaws.com` */
  readonly domainName: string;
  readonly apiId: string;
  private readonly stage: Stage;
  private readonly api: HttpApi;
  private readonly routes = new Map<RouteKey, HttpRoute>();
  private authorizer: HttpLambdaAuthorizer | undefined;

  constructor(scope: Construct, id: string, { stage }: PublicApiProps) {
    super(scope, id);
    this.stage = stage;
    this.api = new HttpApi(this, 'Api', {
      description: `OmniStream ${stage.name}`,
      createDefaultStage: false,
    });
    this.apiId = this.api.apiId;
    const { region, urlSuffix } = Stack.of(this);
    this.domainName = `${this.apiId}.execute-api.${region}.${urlSuffix}`;
  }

  /**
   * Sets the authorizer. It only depends on the identity sources, so its decision, which API Gateway caches by them, is
   * valid for all routes. API Gateway itself refuses a request without one of them.
   */
  admitBy(authorizer: IFunction): void {
    this.authorizer = new HttpLambdaAuthorizer('Authorizer', authorizer, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['Authorization', originKeyHeader, viewerAddressHeader].map((name) => `$request.header.${name}`),
      // A revoked token is accepted for at most this time.
      resultsCacheTtl: Duration.minutes(5),
    });
  }

  /** Routes requests of these `{method} {path}` to the function. `scope` may be in another stack than the API. */
  route(scope: Construct, id: string, handler: IFunction, keys: readonly RouteKey[]): void {
    if (!this.authorizer) throw new Error('Set the authorizer before you add routes');
    const owner = new Construct(scope, id);
    const integration = new HttpLambdaIntegration('Integration', handler);
    for (const key of keys) {
      const [method, path] = key.split(' ') as [HttpMethod, string];
      const route = new HttpRoute(owner, key.replaceAll('/', '.'), {
        httpApi: this.api,
        routeKey: HttpRouteKey.with(path, method),
        integration,
        authorizer: this.authorizer,
      });
      this.routes.set(key, route);
    }
    describeIntegrations(owner, `Invokes the function behind ${keys.join(', ')}`);
  }

  /** Opens the API after all routes have been added: API Gateway only accepts limits for existing routes. */
  open(scope: Construct, id: string): void {
    const { apiRate, apiBurst } = this.stage.limits;
    const { logRetention: retention, removalPolicy } = this.stage;
    const owner = new Construct(scope, id);
    const stage = new HttpStage(owner, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      description: `OmniStream ${this.stage.name}: all routes below /api`,
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: apiRate, burstLimit: apiBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(owner, 'AccessLog', { retention, removalPolicy })),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    stage.node.addDependency(...this.routes.values());
    const settings = [...this.routes.keys()].map((key) => {
      const { share = 1 }: Route = routes[key];
      const limits = { ThrottlingRateLimit: apiRate * share, ThrottlingBurstLimit: Math.ceil(apiBurst * share) };
      return [key, { ...limits, DetailedMetricsEnabled: true }];
    });
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(settings);
  }
}

/** Fields of the access log. No header and no user is among them: docs/adr/0045. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  // Of requests that the authorizer allowed. Those of others have only the next one.
  address: '$context.authorizer.viewerAddress',
  // Of CloudFront, or of a caller who uses the API's own address.
  sender: '$context.identity.sourceIp',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
};
