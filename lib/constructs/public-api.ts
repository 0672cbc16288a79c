import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
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
import type { Stage } from '../config';

export type Route = `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /api/${string}`;

export interface PublicApiProps {
  readonly stage: Stage;
  /** Decides on the `Authorization` header alone, whatever the route, so that its answer can be kept for all of them. */
  readonly authorizer: IFunction;
}

/** An HTTP API that lets nobody in without its authorizer's word. */
export class PublicApi extends Construct {
  /** `{id}.execute-api.{region}.amazonaws.com` */
  readonly domainName: string;
  private readonly api: HttpApi;
  private readonly authorizer: HttpLambdaAuthorizer;

  constructor(scope: Construct, id: string, { stage, authorizer }: PublicApiProps) {
    super(scope, id);
    this.authorizer = new HttpLambdaAuthorizer('Authorizer', authorizer, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      // A revoked token is let in for no longer than this.
      resultsCacheTtl: Duration.minutes(5),
    });
    this.api = new HttpApi(this, 'Api', {
      description: `OmniStream ${stage.name}`,
      createDefaultStage: false,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: stage.limits.apiRate, burstLimit: stage.limits.apiBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', { retention: stage.logRetention, removalPolicy: stage.removalPolicy }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    const { region, urlSuffix } = Stack.of(this);
    this.domainName = `${this.api.apiId}.execute-api.${region}.${urlSuffix}`;
  }

  /** Sends requests of these `{method} {path}` to the function. `scope` may be in another stack than the API. */
  route(scope: Construct, id: string, handler: IFunction, routes: readonly Route[]): void {
    const owner = new Construct(scope, id);
    const integration = new HttpLambdaIntegration('Integration', handler);
    for (const route of routes) {
      const [method, path] = route.split(' ') as [HttpMethod, string];
      new HttpRoute(owner, route.replaceAll('/', '.'), {
        httpApi: this.api,
        routeKey: HttpRouteKey.with(path, method),
        integration,
        authorizer: this.authorizer,
      });
    }
  }
}

/** What is written of each request; no header, and so no token. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  address: '$context.identity.sourceIp',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  user: '$context.authorizer.sub',
  milliseconds: '$context.responseLatency',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
};
