import type { KeyObject } from 'node:crypto';

/** A distribution as its template describes it, with its parts resolved. */
export interface Distribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
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
  /** Answers of the first member upon which the second is asked. */
  readonly failoverStatus: readonly number[];
}

export interface Behaviour {
  readonly pattern: string;
  readonly matches: RegExp;
  readonly target: string;
  readonly methods: readonly string[];
  readonly compress: boolean;
  /** By key id; empty when anyone may read. */
  readonly trustedKeys: ReadonlyMap<string, KeyObject>;
  readonly requiresSignature: boolean;
  readonly cachePolicy: CachePolicy;
  readonly originRequestPolicy?: OriginRequestPolicy;
  readonly responseHeaders: Readonly<Record<string, { readonly value: string; readonly override: boolean }>>;
  readonly viewerRequest?: string;
  readonly viewerResponse?: string;
}

/** Which of a request's names a policy takes up. */
export interface Selection {
  readonly mode: 'none' | 'all' | 'whitelist' | 'allExcept';
  readonly names: readonly string[];
}

export interface CachePolicy {
  /** Seconds. */
  readonly minTtl: number;
  readonly defaultTtl: number;
  readonly maxTtl: number;
  /** Encodings that the cache tells apart and the origin is told of, the best first. */
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

/** Whether the selection takes up a name. Header names are compared in lower case by the caller. */
export function selects({ mode, names }: Selection, name: string): boolean {
  if (mode === 'all') return true;
  if (mode === 'none') return false;
  return names.includes(name) === (mode === 'whitelist');
}

/** `*` stands for any characters, `?` for one; as in path patterns and signed policies. */
export function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
