import { behaviour, encryptedBy, own, signedOrigin, tableKey, tlsOnly, tlsOrigin } from './flow-evidence';
import type { Flow } from './flows';

/** Sign-in, API calls and playback. */
export const watching: readonly Flow[] = [
  {
    ...{ from: 'viewer', to: 'cognito', data: 'password, codes', by: 'PKCE or SRP' },
    protection: 'TLS; at the address of managed login, or by SRP',
    evidence: [
      {
        of: 'Delivery.ClientApp',
        has: { AllowedOAuthFlows: ['code'], ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'], GenerateSecret: false },
      },
    ],
  },
  {
    ...{ from: 'viewer', to: 'cloudfront', data: 'page, films, API calls', by: 'signed cookie, token' },
    protection: 'TLS; films only with a signature of a trusted key group',
    evidence: [
      behaviour('/v/*', { TrustedKeyGroups: [/SigningKeysGroup/] }),
      behaviour('/v/*/signed/*', { TrustedKeyGroups: [/SigningKeysGroup/] }),
      behaviour('/api/*'),
    ],
  },
  {
    ...{ from: 'creator', to: 'cloudfront', data: 'API calls', by: 'access token' },
    protection: 'TLS; the web ACL limits requests by token and address',
    evidence: [
      behaviour('/api/*'),
      { of: 'Edge.Firewall', has: { Rules: [{ Statement: { RateBasedStatement: { AggregateKeyType: 'IP' } } }] } },
    ],
  },
  {
    ...{ from: 'cloudfront', to: 'gateway', data: 'API calls', by: 'access token' },
    protection: 'TLS 1.2; the authorizer checks the origin key and the token of each call',
    evidence: [
      tlsOrigin,
      {
        of: 'Delivery.PublicApiAuthorizer',
        has: {
          AuthorizerType: 'REQUEST',
          IdentitySource: ['$request.header.Authorization', '$request.header.omnistream-origin-key'],
        },
      },
    ],
  },
  {
    ...{ from: 'creator', to: 'gateway', data: "calls to the API's own address", by: 'access token' },
    protection: 'TLS; bypasses the web ACL, but the authorizer refuses calls without the origin key',
    evidence: [
      { of: 'Delivery.PublicApi', lacks: 'DisableExecuteApiEndpoint' },
      { of: 'Delivery.PublicApiAuthorizer', has: { AuthorizerType: 'REQUEST' } },
      { of: 'Api.OpeningStage', has: { DefaultRouteSettings: { ThrottlingRateLimit: 200 } } },
    ],
  },
  {
    ...{ from: 'cloudfront', to: 'site', data: 'the page', by: 'SigV4 (OAC)' },
    protection: 'TLS; only this distribution',
    evidence: [
      { who: 'cloudfront', may: 's3:GetObject', on: 'Delivery.SiteBucket/*', under: 'AWS:SourceArn' },
      signedOrigin('Delivery.ScreenSiteAccess'),
    ],
  },
  {
    ...{ from: 'cloudfront', to: 'content', data: 'manifests, segments', by: 'SigV4 (OAC)' },
    protection: 'TLS; only distributions of the account; encrypted with ContentKey',
    evidence: [
      { who: 'cloudfront', may: 's3:GetObject', on: 'Storage.Content/*', under: 'AWS:SourceArn' },
      signedOrigin('Delivery.ScreenContentAccess'),
      tlsOnly('Delivery.ContentPolicy'),
      encryptedBy('Storage.Content', 'ContentKey'),
    ],
  },
  {
    ...{ from: 'cloudfront', to: 'copies', data: 'the same, when that fails', by: 'SigV4 (OAC)' },
    protection: 'TLS; encrypted with ContentKey of the second region',
    evidence: [
      { who: 'cloudfront', may: 's3:GetObject', on: 'Replica.Content/*', under: 'AWS:SourceArn' },
      encryptedBy('Replica.Content', 'ContentKey'),
      tlsOnly('ReplicaAccess.ContentPolicy'),
      {
        of: 'Delivery.ScreenDistribution',
        has: {
          DistributionConfig: {
            OriginGroups: { Items: [{ FailoverCriteria: { StatusCodes: { Items: [500, 503] } } }] },
          },
        },
      },
      signedOrigin('Delivery.ScreenReplicaAccess'),
    ],
  },
  {
    ...{ from: 'cloudfront', to: 'manifests', data: 'requests for signed manifests', by: 'SigV4 (OAC)' },
    protection: 'TLS; the function URL accepts only IAM signatures',
    evidence: [
      { of: 'Delivery.SignedManifestsMakerFunctionFunctionUrl', has: { AuthType: 'AWS_IAM' } },
      signedOrigin('Delivery.ScreenManifestsAccess'),
    ],
  },
  {
    ...{ from: 'manifests', to: 'content', data: 'manifests', by: own },
    protection: 'TLS; playlists and MPDs only',
    evidence: [{ who: 'SignedManifestsMaker', may: 's3:GetObject', on: 'Storage.Content/*.m3u8' }],
  },
  {
    ...{ from: 'gateway', to: 'handlers', data: 'calls, user, groups', by: 'lambda permission' },
    protection: 'inside AWS; the handler checks group and owner',
    evidence: [{ who: 'apigateway', may: 'lambda:InvokeFunction', on: 'Api.UploadsFunction' }],
  },
  {
    ...{ from: 'gateway', to: 'playback', data: 'calls, user, groups', by: 'lambda permission' },
    protection: 'inside AWS; the handler checks group and owner',
    evidence: [{ who: 'apigateway', may: 'lambda:InvokeFunction', on: 'Delivery.PlaybackFunction' }],
  },
  {
    ...{ from: 'playback', to: 'secrets', data: 'private key', by: own },
    protection: 'TLS; encrypted with DataKey',
    evidence: [
      { who: 'Playback', may: 'secretsmanager:GetSecretValue', on: 'Delivery.SigningKeysSecret2' },
      { of: 'Delivery.SigningKeysSecret2', has: { KmsKeyId: /key\/Storage.DataKey/ } },
    ],
  },
  {
    ...{ from: 'playback', to: 'cloudfront', data: 'ended sessions', by: own },
    protection: 'TLS',
    evidence: [{ who: 'Playback', may: 'cloudfront-keyvaluestore:UpdateKeys', on: 'Delivery.EndedSessions' }],
  },
  {
    ...{ from: 'playback', to: 'tables', data: 'sessions', by: own },
    protection: 'TLS; encrypted with DataKey',
    evidence: [{ who: 'Playback', may: 'dynamodb:PutItem', on: 'Storage.Sessions' }, tableKey('Storage.Sessions')],
  },
  {
    ...{ from: 'handlers', to: 'tables', data: 'assets, viewers', by: own },
    protection: 'TLS; encrypted with DataKey',
    evidence: [
      { who: 'Assets', may: 'dynamodb:UpdateItem', on: 'Storage.Assets' },
      { who: 'Me', may: 'dynamodb:PutItem', on: 'Storage.Viewers' },
      tableKey('Storage.Assets'),
      tableKey('Storage.Viewers'),
    ],
  },
  {
    ...{ from: 'content', to: 'copies', data: 'every object', by: 'replication role' },
    protection: 'TLS; encrypted again with the key of the second region',
    evidence: [
      { who: 's3, by ContentReplicationRole', may: 's3:ReplicateObject', on: 'Replica.Content/*' },
      { who: 's3, by ContentReplicationRole', may: 'kms:GenerateDataKey', on: 'Replica.ContentKey' },
      tlsOnly('ReplicaAccess.ContentPolicy'),
    ],
  },
  {
    ...{ from: 'tables', to: 'records', data: 'assets', by: 'global table' },
    protection: "TLS; encrypted by the second region's DataKey",
    evidence: [
      {
        of: 'Storage.Assets',
        has: { Replicas: [{ Region: 'eu-central-1', SSESpecification: { KMSMasterKeyId: /key\/Replica.DataKey/ } }] },
      },
    ],
  },
];
