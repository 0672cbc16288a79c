import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import { FetchError, JwksValidationError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { EnvOf } from '../shared/handler-descriptor';
import { writeLine } from '../shared/line';
import { knownGroups } from '../shared/routes';
import type { authorizerHandler } from './authorizer.env';

type Env = Pick<EnvOf<typeof authorizerHandler>, 'USER_POOL_ID' | 'CLIENT_ID' | 'JWKS_URI'>;

/** The simple response of an HTTP API's Lambda authorizer (payload 2.0). */
export type Decision =
  | { readonly isAuthorized: false }
  | {
      readonly isAuthorized: true;
      readonly context: {
        readonly sub: string;
        readonly username: string;
        readonly groups: string;
        /** For the access log. */
        readonly viewerAddress?: string;
      };
    };

const denied: Decision = { isAuthorized: false };

/** Time limit for reading the keys, in milliseconds. They come from the same region. */
const fetchTimeoutMs = 3_000;

/** Seconds by which the clock of a token's issuer may be ahead of this one. Expired tokens are never accepted. */
const graceSeconds = 5;

/**
 * Decides about a request by its `Authorization` header. It accepts access tokens of the user pool and app client whose
 * user is in at least one group. The handlers decide which routes the caller may call, by routes.ts: so a cached decision
 * is right for every route, and the response to a refused caller is a problem document instead of a bare 403.
 *
 * Throws if the pool's keys cannot be read: that is an error of the service (500), and must not be cached as a refusal.
 */
export function authorizer(env: Env): (authorization: string | undefined) => Promise<Decision> {
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: env.USER_POOL_ID, clientId: env.CLIENT_ID, tokenUse: 'access' },
    // The pool has two issuer names and one set of keys, so the keys of both are read from one address.
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: () => fetchKeys(env.JWKS_URI) } }) },
  );

  return async (authorization) => {
    const token = /^Bearer +([\w.-]+) *$/i.exec(authorization ?? '')?.[1];
    if (!token || !isCanonical(token)) return denied;
    try {
      const claims = await verifier.verify(token);
      // Checks that the verifier leaves out: it accepts tokens without an expiry, and tokens issued in the future.
      const latest = Date.now() / 1000 + graceSeconds;
      if (!Number.isFinite(claims.exp) || !Number.isFinite(claims.iat) || claims.iat > latest) return denied;
      const claimed = claims['cognito:groups'];
      const groups = knownGroups(Array.isArray(claimed) ? claimed : []);
      if (groups.length === 0) return denied;
      return { isAuthorized: true, context: { sub: claims.sub, username: claims.username, groups: groups.join(',') } };
    } catch (error) {
      if (error instanceof FetchError || error instanceof JwksValidationError) throw error;
      if (!(error instanceof JwtBaseError)) throw error;
      writeLine('An access token was refused', { reason: error.name });
      return denied;
    }
  };
}

/**
 * Whether the signature has the one spelling that base64url (RFC 4648) defines. Decoders ignore the last bits, so that a
 * token would have sixteen spellings, and its caller sixteen times the rate that the web ACL allows to one token.
 */
function isCanonical(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

/** Replaces aws-jwt-verify's fetcher, which refuses addresses without https. It tries twice, as that one does. */
async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(uri, { signal: AbortSignal.timeout(fetchTimeoutMs), redirect: 'error' });
      if (!response.ok) throw new Error(`HTTP status ${response.status}`);
      return await response.arrayBuffer();
    } catch (error) {
      if (attempt === 2) throw new FetchError(uri, error instanceof Error ? error.message : error);
    }
  }
}
