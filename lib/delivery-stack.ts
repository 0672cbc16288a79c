import { CfnOutput, Duration } from 'aws-cdk-lib';
import { type IDistribution, KeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { authorizerHandler } from '../lambda/auth/authorizer.env';
import { licenseHandler } from '../lambda/delivery/license.env';
import { playbackHandler } from '../lambda/delivery/playback.env';
import { encodeFlag, encodeJson } from '../lambda/shared/env';
import { encodeList } from '../lambda/shared/lists';
import type { AuthStack } from './auth-stack';
import { AccessLog } from './constructs/access-log';
import { AppClient } from './constructs/app-client';
import { EndedSessionsSweep } from './constructs/ended-sessions-sweep';
import { licenseUrls } from './constructs/film-encryption';
import { Handler } from './constructs/handler';
import { OriginKeys } from './constructs/origin-keys';
import { PublicApi } from './constructs/public-api';
import { SignedManifests } from './constructs/signed-manifests';
import { SigningKeys } from './constructs/signing-keys';
import { ViewerDistribution } from './constructs/viewer-distribution';
import { WebPage } from './constructs/web-page';
import type { EdgeStack } from './edge-stack';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { ReplicaStack } from './replica-stack';
import type { StorageStack } from './storage-stack';

export interface DeliveryStackProps extends OmniStreamStackProps {
  readonly auth: AuthStack;
  readonly storage: StorageStack;
  readonly replica: ReplicaStack;
  readonly edge: EdgeStack;
}

/**
 * Page, API and films behind one address, the authorizer, and playback sessions. The Api stack adds the routes that do not
 * depend on this stack, and then opens the API.
 */
export class DeliveryStack extends OmniStreamStack {
  readonly api: PublicApi;
  readonly distribution: IDistribution;
  /** `https://` and the name that viewers use. */
  readonly origin: string;
  /** ARN of CloudFront's key value store of ended sessions. */
  readonly endedSessionsArn: string;

  constructor(scope: Construct, props: DeliveryStackProps) {
    // The signing keys are data: a new key pair would end the sessions in progress.
    super(scope, props, { part: 'Delivery', description: 'OmniStream: page and films', stateful: true });
    const { stage, auth, storage, replica, edge } = props;
    const { userPoolId } = auth.userPool;
    const cognitoEndpoint = `https://cognito-idp.${this.region}.${this.urlSuffix}`;
    const accessLog = new AccessLog(this, 'AccessLog', { stage });
    const page = new WebPage(this, 'Site', { stage, accessLog });
    this.api = new PublicApi(this, 'PublicApi', { stage });
    const signingKeys = new SigningKeys(this, 'SigningKeys', { stage, keyArn: storage.dataKey.keyArn });
    const originKeys = new OriginKeys(this, 'OriginKeys', { stage, keyArn: storage.dataKey.keyArn });
    const endedSessions = new KeyValueStore(this, 'EndedSessions', {
      comment: 'Ended sessions, with the time until which requests are refused',
    });
    this.endedSessionsArn = endedSessions.keyValueStoreArn;
    const manifests = new SignedManifests(this, 'SignedManifests', { stage, storage, replica });
    const viewerDistribution = new ViewerDistribution(this, 'Screen', {
      stage,
      content: storage.content,
      replica: replica.content,
      page: page.bucket,
      apiDomainName: this.api.domainName,
      originKey: originKeys.sent,
      keyGroup: signingKeys.keyGroup,
      manifests: manifests.url,
      endedSessions,
      connect: [cognitoEndpoint, `${auth.loginUrl}/oauth2/`, `https://${storage.uploads.bucketRegionalDomainName}`],
      webAclArn: edge.webAclArn,
      certificate: edge.certificate,
    });
    this.distribution = viewerDistribution.distribution;
    this.origin = viewerDistribution.origin;
    storage.content.admit(this, 'ContentPolicy', this.distribution);

    const client = new AppClient(this, 'Client', { userPool: auth.userPool, origin: viewerDistribution.origin });
    const authorizer = new Handler(this, 'Authorizer', {
      stage,
      handler: authorizerHandler,
      description: 'Accepts requests of the distribution with access tokens of this user pool',
      environment: {
        USER_POOL_ID: userPoolId,
        CLIENT_ID: client.clientId,
        JWKS_URI: `${cognitoEndpoint}/${userPoolId}/.well-known/jwks.json`,
        ORIGIN_KEYS: encodeList(originKeys.accepted),
      },
      timeout: Duration.seconds(10),
    });
    this.api.admitBy(authorizer.function);
    page.publish({
      region: this.region,
      userPoolId,
      clientId: client.clientId,
      cognitoEndpoint,
      loginUrl: auth.loginUrl,
      origin: viewerDistribution.origin,
      api: '/api',
    });

    const playback = new Handler(this, 'Playback', {
      stage,
      handler: playbackHandler,
      description: 'Opens, renews and ends playback sessions',
      environment: {
        ASSETS_TABLE: storage.assets.tableName,
        SESSIONS_TABLE: storage.sessions.tableName,
        VIEWERS_TABLE: storage.viewers.tableName,
        SIGNING_SECRET_ARN: signingKeys.secretArn,
        KEY_PAIR_ID: signingKeys.keyPairId,
        VIEWER_ORIGIN: viewerDistribution.origin,
        SESSION_SECONDS: String(stage.limits.sessionSeconds),
        LONGEST_SESSION_SECONDS: String(stage.limits.longestSessionSeconds),
        CONCURRENT_SESSIONS: String(stage.limits.concurrentSessions),
        SESSIONS_PER_HOUR: String(stage.limits.sessionsPerHour),
        BIND_COUNTRY: encodeFlag(stage.bindCountry === true),
        REVOCATIONS_ARN: endedSessions.keyValueStoreArn,
        LICENSE_URLS: encodeJson(licenseUrls(stage, viewerDistribution.origin)),
      },
    });
    storage.assets.grantItems(playback, 'GetItem');
    storage.viewers.grantItems(playback, 'GetItem');
    storage.sessions.grantItems(playback, 'GetItem', 'PutItem', 'UpdateItem');
    this.grantEndSessions(playback);
    new EndedSessionsSweep(this, 'SessionSweep', { stage, store: endedSessions });
    signingKeys.grantSign(playback);
    this.api.route(this, 'PlaybackRoutes', playback.function, [
      'POST /api/assets/{id}/playback',
      'POST /api/sessions/{id}/heartbeat',
      'DELETE /api/sessions/{id}',
    ]);

    if (storage.contentKeys) {
      const license = new Handler(this, 'License', {
        stage,
        handler: licenseHandler,
        description: 'Returns the content keys of the film of a session',
        environment: {
          ASSETS_TABLE: storage.assets.tableName,
          SESSIONS_TABLE: storage.sessions.tableName,
          MASTER_SECRET_ARN: storage.contentKeys.secretArn,
        },
      });
      storage.assets.grantItems(license, 'GetItem');
      storage.sessions.grantItems(license, 'GetItem');
      storage.contentKeys.grantDerive(license);
      this.api.route(this, 'LicenseRoutes', license.function, ['POST /api/sessions/{id}/license']);
    }

    if (stage.domain) {
      const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', stage.domain);
      const record = {
        zone,
        recordName: stage.domain.name,
        target: RecordTarget.fromAlias(new CloudFrontTarget(viewerDistribution.distribution)),
      };
      new ARecord(this, 'Address', { ...record, comment: 'The web address, IPv4' });
      new AaaaRecord(this, 'AddressV6', { ...record, comment: 'The web address, IPv6' });
    }
    new CfnOutput(this, 'ViewerOrigin', {
      description: 'Web address of the page, the API and the films',
      value: viewerDistribution.origin,
    });
  }
  /** Grants ending playback sessions at the edge. */
  grantEndSessions(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['DescribeKeyValueStore', 'UpdateKeys'].map((name) => `cloudfront-keyvaluestore:${name}`),
      resourceArns: [this.endedSessionsArn],
    });
  }
}
