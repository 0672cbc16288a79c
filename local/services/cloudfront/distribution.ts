import type { KeyObject } from 'node:crypto';
import { type Behaviour, type Distribution, type Origin, type OriginGroup, wildcard } from './model';
import type { Parts } from './parts';

// biome-ignore lint/suspicious/noExplicitAny: template properties
type Properties = Record<string, any>;

/** Parts of a distribution that have no effect on a loopback address: TLS, price classes, logs. */
const withoutLocalMeaning = [
  ...['Enabled', 'HttpVersion', 'IPV6Enabled', 'PriceClass', 'ViewerCertificate', 'Aliases', 'Logging'],
  ...['Comment', 'Staging', 'Restrictions'],
];
const supportedProperties = [
  ...['Origins', 'OriginGroups', 'CacheBehaviors', 'DefaultCacheBehavior', 'CustomErrorResponses', 'DefaultRootObject'],
  'WebACLId',
  ...withoutLocalMeaning,
];
const behaviourProperties = [
  ...['PathPattern', 'TargetOriginId', 'ViewerProtocolPolicy', 'AllowedMethods', 'CachedMethods', 'Compress'],
  ...['CachePolicyId', 'OriginRequestPolicyId', 'ResponseHeadersPolicyId', 'FunctionAssociations', 'TrustedKeyGroups'],
];

function refuseUnknown(properties: Properties, known: readonly string[], where: string) {
  const unknown = Object.keys(properties).find((name) => !known.includes(name));
  if (unknown) throw new Error(`the property ${unknown} of a ${where} is not supported by this runtime`);
}

function lookUp<T>(map: ReadonlyMap<string, T>, id: string, what: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`the ${what} ${id} is not supported by this runtime`);
  return found;
}

function readOrigin({ Id, DomainName, OriginPath = '', S3OriginConfig, OriginCustomHeaders = [] }: Properties): Origin {
  return {
    id: Id,
    domainName: DomainName,
    path: OriginPath,
    kind: S3OriginConfig ? 's3' : 'custom',
    customHeaders: Object.fromEntries(
      OriginCustomHeaders.map(({ HeaderName, HeaderValue }: Properties) => [HeaderName.toLowerCase(), HeaderValue]),
    ),
  };
}

function readGroup({ Members, FailoverCriteria }: Properties): OriginGroup {
  return {
    members: Members.Items.map(({ OriginId }: Properties) => OriginId),
    failoverStatus: FailoverCriteria.StatusCodes.Items.map(Number),
  };
}

function trustedKeys(groups: readonly string[], parts: Parts): Map<string, KeyObject> {
  const ids = groups.flatMap((group) => lookUp(parts.keyGroups, group, 'key group'));
  return new Map(ids.map((id) => [id, lookUp(parts.publicKeys, id, 'public key')]));
}

function readBehaviour(properties: Properties, pattern: string, parts: Parts): Behaviour {
  refuseUnknown(properties, behaviourProperties, 'cache behaviour');
  const {
    TrustedKeyGroups = [],
    FunctionAssociations = [],
    OriginRequestPolicyId,
    ResponseHeadersPolicyId,
  } = properties;
  const associated = (type: string): string | undefined =>
    FunctionAssociations.find(({ EventType }: Properties) => EventType === type)?.FunctionARN;
  return {
    pattern,
    // A pattern is matched from the root, with or without a leading slash.
    matches: wildcard(pattern === '*' || pattern.startsWith('/') ? pattern : `/${pattern}`),
    target: properties.TargetOriginId,
    methods: properties.AllowedMethods ?? ['GET', 'HEAD'],
    compress: properties.Compress === true,
    requiresSignature: TrustedKeyGroups.length > 0,
    trustedKeys: trustedKeys(TrustedKeyGroups, parts),
    cachePolicy: lookUp(parts.cachePolicies, properties.CachePolicyId, 'cache policy'),
    ...(OriginRequestPolicyId && {
      originRequestPolicy: lookUp(parts.originRequestPolicies, OriginRequestPolicyId, 'origin request policy'),
    }),
    responseHeaders: ResponseHeadersPolicyId
      ? lookUp(parts.responseHeaders, ResponseHeadersPolicyId, 'response headers policy')
      : {},
    viewerRequest: associated('viewer-request'),
    viewerResponse: associated('viewer-response'),
  };
}

/** Reads `DistributionConfig`. Throws an error that names the first part which this runtime does not support. */
export function readDistribution(
  identity: Pick<Distribution, 'id' | 'arn' | 'domainName'>,
  config: Properties,
  parts: Parts,
): Distribution {
  refuseUnknown(config, supportedProperties, 'distribution');
  const origins = (config.Origins as Properties[]).map(readOrigin);
  const groups = (config.OriginGroups?.Items ?? []) as Properties[];
  const behaviours = ((config.CacheBehaviors ?? []) as Properties[]).map((behaviour) =>
    readBehaviour(behaviour, behaviour.PathPattern, parts),
  );
  const errors = ((config.CustomErrorResponses ?? []) as Properties[]).filter(
    ({ ResponsePagePath }) => ResponsePagePath,
  );
  return {
    ...identity,
    ...(config.WebACLId && { webAclArn: config.WebACLId }),
    defaultRootObject: config.DefaultRootObject ?? '',
    origins: new Map(origins.map((origin) => [origin.id, origin])),
    originGroups: new Map(groups.map((group) => [group.Id, readGroup(group)])),
    behaviours: [...behaviours, readBehaviour(config.DefaultCacheBehavior, '*', parts)],
    errorResponses: new Map(
      errors.map(({ ErrorCode, ResponseCode, ResponsePagePath }) => [
        Number(ErrorCode),
        { status: Number(ResponseCode ?? ErrorCode), path: ResponsePagePath },
      ]),
    ),
  };
}
