import type { KeyObject } from 'node:crypto';
import type { EdgeFunction } from './edge-function';
import type { CachePolicy, OriginRequestPolicy } from './model';
import type { responseHeadersPolicy } from './policies';

/** The resources that distributions refer to by id. */
export interface Parts {
  readonly cachePolicies: Map<string, CachePolicy>;
  readonly originRequestPolicies: Map<string, OriginRequestPolicy>;
  readonly responseHeaders: Map<string, ReturnType<typeof responseHeadersPolicy>>;
  readonly publicKeys: Map<string, KeyObject>;
  readonly keyGroups: Map<string, readonly string[]>;
  readonly functions: Map<string, EdgeFunction>;
}
