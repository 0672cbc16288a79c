import { type Placed, type Rule, resources } from '../rule';
import { listOf } from '../values';

// biome-ignore lint/suspicious/noExplicitAny: DistributionConfig, CacheBehavior
type Config = any;

const finding = ({ construct }: Placed, message: string) => ({ rule: 'distributions', construct, message });

/** Finds settings of distributions and cache policies that CloudFront refuses. */
export const distributions: Rule = {
  name: 'distributions',
  check: (assembly) => [
    ...resources(assembly, 'AWS::CloudFront::Distribution').flatMap((placed) =>
      [...problems(placed.resource.Properties.DistributionConfig)].map((message) => finding(placed, message)),
    ),
    ...resources(assembly, 'AWS::CloudFront::CachePolicy').flatMap((placed) =>
      [...policyProblems(placed.resource.Properties.CachePolicyConfig)].map((message) => finding(placed, message)),
    ),
    // "The scope CLOUDFRONT must be in us-east-1": https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-wafv2-webacl.html
    ...resources(assembly, 'AWS::WAFv2::WebACL')
      .filter(({ stack, resource }) => resource.Properties.Scope === 'CLOUDFRONT' && stack.region !== 'us-east-1')
      .map((placed) =>
        finding(placed, `A web ACL for CloudFront must be in us-east-1, not in ${placed.stack.region}.`),
      ),
  ],
};

function* problems(config: Config): Generator<string> {
  const origins = new Set(listOf<Config>(config.Origins).map(({ Id }) => Id));
  const groups = new Set(listOf<Config>(config.OriginGroups?.Items).map(({ Id }) => Id));
  const behaviors = [
    { ...config.DefaultCacheBehavior, PathPattern: 'default' },
    ...listOf<Config>(config.CacheBehaviors),
  ];
  const patterns = behaviors.map(({ PathPattern }) => PathPattern);
  for (const [index, behavior] of behaviors.entries()) {
    const { PathPattern, TargetOriginId, AllowedMethods = ['GET', 'HEAD'], TrustedKeyGroups } = behavior;
    if (patterns.indexOf(PathPattern) < index) yield `Two cache behaviors have the path "${PathPattern}". Remove one.`;
    if (!origins.has(TargetOriginId) && !groups.has(TargetOriginId)) {
      yield `The cache behavior ${PathPattern} refers to "${TargetOriginId}", which is not an origin of the distribution.`;
    }
    // "CloudFront fails over to the secondary origin only when the HTTP method of the viewer request is GET, HEAD, or
    // OPTIONS", and refuses others for a group: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
    const writes = listOf<string>(AllowedMethods).filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
    if (groups.has(TargetOriginId) && writes.length > 0) {
      yield `The cache behavior ${PathPattern} allows ${writes} for an origin group. Origin groups accept GET, HEAD and OPTIONS.`;
    }
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-key-groups
    if (listOf(TrustedKeyGroups).length > 4) yield `The cache behavior ${PathPattern} trusts more than 4 key groups.`;
    const events = [
      ...listOf<Config>(behavior.FunctionAssociations),
      ...listOf<Config>(behavior.LambdaFunctionAssociations),
    ];
    const types = events.map(({ EventType }) => EventType);
    // "You can associate one function with an event type of a cache behavior"
    if (new Set(types).size < types.length) {
      yield `The cache behavior ${PathPattern} has two functions for the same event. Merge them into one.`;
    }
  }
}

function* policyProblems({ MinTTL, DefaultTTL, MaxTTL, ParametersInCacheKeyAndForwardedToOrigin: key = {} }: Config) {
  if (!(MinTTL <= DefaultTTL && DefaultTTL <= MaxTTL)) {
    yield `The cache policy has the times ${MinTTL}, ${DefaultTTL} and ${MaxTTL}. CloudFront requires MinTTL ≤ DefaultTTL ≤ MaxTTL.`;
  }
  // "The parameter HeaderBehavior is invalid for policy with caching disabled", and the like for cookies, queries, and
  // both encodings: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html
  const parts = [
    key.HeadersConfig?.HeaderBehavior !== 'none' && 'headers',
    key.CookiesConfig?.CookieBehavior !== 'none' && 'cookies',
    key.QueryStringsConfig?.QueryStringBehavior !== 'none' && 'queries',
    (key.EnableAcceptEncodingGzip || key.EnableAcceptEncodingBrotli) && 'encodings',
  ].filter((part) => part !== false);
  if (MaxTTL === 0 && parts.length > 0) {
    yield `The cache policy disables caching but has ${parts.join(', ')} in its key, which CloudFront refuses. Remove them.`;
  }
}
