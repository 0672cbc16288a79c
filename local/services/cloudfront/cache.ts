import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { type CachePolicy, selects } from './model';
import { laptopReading, type Reading } from './reading';

export interface CachedResponse {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  readonly freshUntil: number;
}

/** A path and query by which invalidations name an object, as it was requested and as a function rewrote it. */
export interface Addresses {
  readonly viewer: string;
  readonly rewritten: string;
}

interface Entry extends CachedResponse {
  /** The addresses that invalidations have to name before the object is removed. */
  readonly held: Set<string>;
}

const maxTotalBytes = 256 * 1024 * 1024;
/** The size in bytes above which objects are not cached, because a laptop's memory is smaller than an edge's disk. */
export const maxCachedBytes = 16 * 1024 * 1024;

/** The edge's cache. It evicts the least recently used objects first. */
export class EdgeCache {
  private readonly entries = new Map<string, Entry>();
  private size = 0;
  private invalidations = 0;

  constructor(private readonly invalidates: Reading['invalidates'] = laptopReading.invalidates) {}

  get(key: string, now: number): CachedResponse | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    if (entry.freshUntil <= now) {
      this.size -= entry.body.length;
      return undefined;
    }
    this.entries.set(key, entry);
    return entry;
  }

  /** The point in time of a request to the origin, in the order of invalidations. */
  get moment(): number {
    return this.invalidations;
  }

  /** `since`: the {@link moment} before the origin was asked. A response that an invalidation may concern is not stored. */
  put(key: string, entry: CachedResponse, { viewer, rewritten }: Addresses, since: number): void {
    if (entry.body.length > maxCachedBytes || entry.freshUntil <= entry.storedAt) return;
    if (since !== this.invalidations) return;
    this.size += entry.body.length - (this.entries.get(key)?.body.length ?? 0);
    this.entries.delete(key);
    const held = { viewer: [viewer], rewritten: [rewritten], both: [viewer, rewritten] }[this.invalidates];
    this.entries.set(key, { ...entry, held: new Set(held) });
    for (const [oldest, { body }] of this.entries) {
      if (this.size <= maxTotalBytes) break;
      this.entries.delete(oldest);
      this.size -= body.length;
    }
  }

  /** Removes the objects at the paths. A path that ends in `*` is the beginning of all that it names. */
  invalidate(paths: readonly string[]): void {
    this.invalidations++;
    const names = (path: string, address: string) =>
      path.endsWith('*') ? address.startsWith(path.slice(0, -1)) : address === path;
    for (const [key, { held, body }] of this.entries) {
      for (const address of held) if (paths.some((path) => names(path, address))) held.delete(address);
      if (held.size > 0) continue;
      this.entries.delete(key);
      this.size -= body.length;
    }
  }
}

export interface KeyParts {
  readonly uri: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: ReadonlyMap<string, string>;
}

/** Returns the cache key of a request: its path, and the values that the cache policy includes. */
export function cacheKey(target: string, { uri, query, headers, cookies }: KeyParts, policy: CachePolicy): string {
  const parameters = [...query].filter(([name]) => selects(policy.queryStrings, name)).sort();
  const named = [...cookies].filter(([name]) => selects(policy.cookies, name)).sort();
  const lines = policy.headers.names.map((name) => [name, headers[name]]);
  const encodings = acceptedEncodings(headers['accept-encoding'], policy);
  return JSON.stringify([target, uri, parameters, named, policy.headers.mode === 'whitelist' ? lines : [], encodings]);
}

/** Returns a path with the parameters that the cache policy includes, in the form of an invalidation's path. */
export function addressOf(path: string, query: URLSearchParams, { queryStrings }: CachePolicy): string {
  const parameters = [...query].filter(([name]) => selects(queryStrings, name));
  return parameters.length ? `${path}?${new URLSearchParams(parameters)}` : path;
}

/**
 * Returns the `Accept-Encoding` for the cache key and the origin; `undefined` if the policy does not enable an encoding
 * that the viewer accepts. Source: API reference, ParametersInCacheKeyAndForwardedToOrigin, EnableAcceptEncodingGzip.
 */
export function acceptedEncodings(accepted: string | undefined, { encodings }: CachePolicy): string | undefined {
  return encodings.filter((name) => new RegExp(`\\b${name}\\b`).test(accepted ?? '')).join(',') || undefined;
}

/** Returns the seconds for which a response is fresh: the origin's value, within the policy's bounds. */
export function timeToLive(cacheControl: string | undefined, policy: CachePolicy): number {
  const directives = new Map(
    (cacheControl ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.trim().split('=') as [string, string | undefined]),
  );
  if (directives.has('no-store') || directives.has('no-cache') || directives.has('private')) return policy.minTtl;
  const stated = directives.get('s-maxage') ?? directives.get('max-age');
  const seconds = stated === undefined ? policy.defaultTtl : Number(stated);
  return Math.min(policy.maxTtl, Math.max(policy.minTtl, seconds));
}
