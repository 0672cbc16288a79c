import { createHash, timingSafeEqual } from 'node:crypto';
import { originKeyHeader, viewerAddressHeader } from '../shared/edge-headers';
import type { EnvOf } from '../shared/handler-descriptor';
import { authorizer, type Decision } from './authorizer';
import type { authorizerHandler } from './authorizer.env';

type Env = EnvOf<typeof authorizerHandler>;

/** Headers of a request, by lower-case name. */
type Headers = Readonly<Record<string, string | undefined>>;

const denied: Decision = { isAuthorized: false };

/**
 * Decides about a request by its headers: it must come from this stage's distribution, and have a valid token. The
 * decision depends on the headers that are the authorizer's identity sources and on nothing else, because API Gateway
 * caches it by them. Throws as {@link authorizer}.
 */
export function admission(env: Env): (headers: Headers) => Promise<Decision> {
  const accepted = env.ORIGIN_KEYS.map(digest);
  const decide = authorizer(env);
  return async (headers) => {
    if (!isOneOf(accepted, headers[originKeyHeader] ?? '')) return denied;
    const decision = await decide(headers.authorization);
    if (!decision.isAuthorized) return decision;
    return { ...decision, context: { ...decision.context, viewerAddress: headers[viewerAddressHeader] ?? '' } };
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares in the same time whether, and where, the value is found. Digests have one length, which this needs. */
function isOneOf(accepted: readonly Buffer[], value: string): boolean {
  const given = digest(value);
  return accepted.map((one) => timingSafeEqual(one, given)).includes(true);
}
