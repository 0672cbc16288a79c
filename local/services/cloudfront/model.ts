import type { KeyObject } from 'node:crypto';

/** The properties of a distribution in its template, with its parts resolved. */
export interface Distribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  /** The web ACL that decides about each request first. */
  readonly webAclArn?: string;
  readonly defaultRootObject: string;
  readonly origins: ReadonlyMap<string, Origin>;
  readonly originGroups: ReadonlyMap<string, OriginGroup>;
  /** In order of precedence; the default behaviour is the last, with the pattern `*`. */
  readonly behaviours: readonly Behaviour[];
  readonly errorResponses: ReadonlyMap<number, { readonly status: number; readonly path: string }>;
}

export interface Origin {
  readonly id: string;
  readonly domainName: string;
  readonly path: string;
  readonly kind: 's3' | 'custom';
  readonly customHeaders: Readonly<Record<string, string>>;
}

export interface OriginGroup {
  readonly members: readonly string[];
  /** The statuses of the first member's responses that make CloudFront ask the second member. */
  readonly failoverStatus: readonly number[];
}

export interface Behaviour {
  readonly pattern: string;
  readonly matches: RegExp;
  readonly target: string;
  readonly methods: readonly string[];
  readonly compress: boolean;
  /** Keyed by key id; empty if requests need no signature. */
  readonly trustedKeys: ReadonlyMap<string, KeyObject>;
  readonly requiresSignature: boolean;
  readonly cachePolicy: CachePolicy;
  readonly originRequestPolicy?: OriginRequestPolicy;
  readonly responseHeaders: Readonly<Record<string, { readonly value: string; readonly override: boolean }>>;
  readonly viewerRequest?: string;
  readonly viewerResponse?: string;
}

/** The names in a request that a policy includes. */
export interface Selection {
  readonly mode: 'none' | 'all' | 'whitelist' | 'allExcept';
  readonly names: readonly string[];
}

export interface CachePolicy {
  /** Seconds. */
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
  /** The encodings that are part of the cache key and that the origin gets, the best first. */
  readonly encodings: readonly ('br' | 'gzip')[];
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly queryStrings: Selection;
}

export interface OriginRequestPolicy {
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly queryStrings: Selection;
}

export const nothing: Selection = { mode: 'none', names: [] };
export const everything: Selection = { mode: 'all', names: [] };

/** Returns whether the selection includes a name. Callers pass header names in lower case. */
export function selects({ mode, names }: Selection, name: string): boolean {
  if (mode === 'all') return true;
  if (mode === 'none') return false;
  return names.includes(name) === (mode === 'whitelist');
}

/** In path patterns and signed policies, `*` matches any characters, and `?` matches one. */
export function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
