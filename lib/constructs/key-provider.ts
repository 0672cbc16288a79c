import { Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { keyProviderHandler } from '../../lambda/media-pipeline/drm/key-provider.env';
import type { Stage } from '../config';
import type { ContentKeys } from './content-keys';
import { Handler } from './handler';
import { describeIntegrations } from './integrations';

export interface KeyProviderProps {
  readonly stage: Stage;
  readonly contentKeys: ContentKeys;
}

const path = '/speke/v2.0/copyProtection';
/** Requests per second. Each job sends one request. */
const rateLimit = 20;

/**
 * A SPEKE v2 key provider for clear key. MediaConvert calls key providers at API Gateway and signs the requests with its
 * job's role. API Gateway rejects all other requests before the function runs.
 */
export class KeyProvider extends Construct {
  readonly url: string;
  private readonly routeArn: string;

  constructor(scope: Construct, id: string, { stage, contentKeys }: KeyProviderProps) {
    super(scope, id);
    const handler = new Handler(this, 'Handler', {
      stage,
      handler: keyProviderHandler,
      description: 'Provides content keys to MediaConvert, by SPEKE v2',
      environment: { MASTER_SECRET_ARN: contentKeys.secretArn },
    });
    contentKeys.grantDerive(handler);
    const api = new HttpApi(this, 'Api', {
      description: `OmniStream ${stage.name}: content keys`,
      createDefaultStage: false,
    });
    const route = new HttpRoute(this, 'Route', {
      httpApi: api,
      routeKey: HttpRouteKey.with(path, HttpMethod.POST),
      integration: new HttpLambdaIntegration('Integration', handler.function),
      authorizer: new HttpIamAuthorizer(),
    });
    describeIntegrations(route, 'Invokes the key provider');
    const { logRetention: retention, removalPolicy } = stage;
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      description: 'Content keys for MediaConvert; accepts signed requests only',
      autoDeploy: true,
      throttle: { rateLimit, burstLimit: rateLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, 'AccessLog', { retention, removalPolicy })),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    const { region, urlSuffix } = Stack.of(this);
    this.url = `https://${api.apiId}.execute-api.${region}.${urlSuffix}${path}`;
    this.routeArn = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: api.apiId,
      resourceName: `$default/POST${path}`,
    });
  }

  /** Grants permission to request the keys of any film: for the encoder only. */
  grantAsk(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [this.routeArn] });
  }
}

/** The fields of the access log: the caller and the status, without the documents. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  caller: '$context.identity.caller',
  path: '$context.path',
  status: '$context.status',
  integrationError: '$context.integrationErrorMessage',
};
