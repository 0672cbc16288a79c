import { type CachePolicy, everything, nothing, type OriginRequestPolicy, type Selection } from './model';

// biome-ignore lint/suspicious/noExplicitAny: template properties
type Properties = Record<string, any>;

const none = { headers: nothing, cookies: nothing, queryStrings: nothing };

/** The managed cache policies by id. Source: CloudFront developer guide, "Use managed cache policies". */
export const managedCachePolicies: Readonly<Record<string, CachePolicy>> = {
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': { ...none, encodings: [], minTtl: 0, defaultTtl: 0, maxTtl: 0 },
  '658327ea-f89d-4fab-a63d-7e88639e58f6': {
    ...none,
    encodings: ['br', 'gzip'],
    minTtl: 1,
    defaultTtl: 86_400,
    maxTtl: 31_536_000,
  },
};

/** The managed origin request policies by id. Source: the same guide, "Use managed origin request policies". */
export const managedOriginRequestPolicies: Readonly<Record<string, OriginRequestPolicy>> = {
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    headers: { mode: 'allExcept', names: ['host'] },
    cookies: everything,
    queryStrings: everything,
  },
  '216adef6-5c7f-47e4-b989-5492eafa07d3': { headers: everything, cookies: everything, queryStrings: everything },
};

const modes: Readonly<Record<string, Selection['mode']>> = {
  none: 'none',
  all: 'all',
  whitelist: 'whitelist',
  allExcept: 'allExcept',
  allViewer: 'all',
  allViewerAndWhitelistCloudFront: 'all',
};

function selection(behaviour: string | undefined, names: readonly string[] = [], lower = false): Selection {
  const mode = modes[behaviour ?? 'none'];
  if (!mode) throw new Error(`the policy behaviour '${behaviour}' is not supported by this runtime`);
  return { mode, names: lower ? names.map((name) => name.toLowerCase()) : names };
}

function selections(config: Properties) {
  const { HeadersConfig: headers, CookiesConfig: cookies, QueryStringsConfig: query } = config;
  return {
    headers: selection(headers?.HeaderBehavior, headers?.Headers, true),
    cookies: selection(cookies?.CookieBehavior, cookies?.Cookies),
    queryStrings: selection(query?.QueryStringBehavior, query?.QueryStrings),
  };
}

export function cachePolicy({ CachePolicyConfig: config }: Properties): CachePolicy {
  const parameters: Properties = config.ParametersInCacheKeyAndForwardedToOrigin ?? {};
  return {
    minTtl: config.MinTTL ?? 0,
    defaultTtl: config.DefaultTTL ?? 86_400,
    maxTtl: config.MaxTTL ?? 31_536_000,
    encodings: [
      ...(parameters.EnableAcceptEncodingBrotli ? (['br'] as const) : []),
      ...(parameters.EnableAcceptEncodingGzip ? (['gzip'] as const) : []),
    ],
    ...selections(parameters),
  };
}

export function originRequestPolicy({ OriginRequestPolicyConfig: config }: Properties): OriginRequestPolicy {
  return selections(config);
}

type ResponseHeaders = Record<string, { value: string; override: boolean }>;

/** Returns the headers that a response headers policy adds, by lower-case name. */
export function responseHeadersPolicy({ ResponseHeadersPolicyConfig: config }: Properties): ResponseHeaders {
  const headers: ResponseHeaders = {};
  const { SecurityHeadersConfig: security = {}, CustomHeadersConfig: custom, CorsConfig: cors } = config;
  const add = (name: string, value: string | undefined, override = true) => {
    if (value !== undefined) headers[name] = { value, override };
  };
  const hsts = security.StrictTransportSecurity;
  if (hsts) {
    const flags = `${hsts.IncludeSubdomains ? '; includeSubDomains' : ''}${hsts.Preload ? '; preload' : ''}`;
    add('strict-transport-security', `max-age=${hsts.AccessControlMaxAgeSec}${flags}`, hsts.Override);
  }
  add(
    'content-security-policy',
    security.ContentSecurityPolicy?.ContentSecurityPolicy,
    security.ContentSecurityPolicy?.Override,
  );
  if (security.ContentTypeOptions) add('x-content-type-options', 'nosniff', security.ContentTypeOptions.Override);
  add('x-frame-options', security.FrameOptions?.FrameOption, security.FrameOptions?.Override);
  add('referrer-policy', security.ReferrerPolicy?.ReferrerPolicy, security.ReferrerPolicy?.Override);
  const xss = security.XSSProtection;
  if (xss) add('x-xss-protection', `${xss.Protection ? 1 : 0}${xss.ModeBlock ? '; mode=block' : ''}`, xss.Override);
  for (const { Header, Value, Override } of custom?.Items ?? []) add(String(Header).toLowerCase(), Value, Override);
  if (cors) {
    const override = cors.OriginOverride;
    add('access-control-allow-origin', cors.AccessControlAllowOrigins?.Items?.join(','), override);
    add('access-control-expose-headers', cors.AccessControlExposeHeaders?.Items?.join(','), override);
    // Responses to preflights need these headers; on other responses they have no effect.
    add('access-control-allow-methods', cors.AccessControlAllowMethods?.Items?.join(', '), override);
    add('access-control-allow-headers', cors.AccessControlAllowHeaders?.Items?.join(', '), override);
    if (cors.AccessControlMaxAgeSec) add('access-control-max-age', String(cors.AccessControlMaxAgeSec), override);
    if (cors.AccessControlAllowCredentials) add('access-control-allow-credentials', 'true', override);
  }
  return headers;
}
