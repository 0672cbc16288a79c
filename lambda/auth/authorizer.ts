import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import { FetchError, JwksValidationError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { EnvOf } from '../shared/handler-descriptor';
import { log } from '../shared/log';
import { knownGroups } from '../shared/routes';
import type { authorizerHandler } from './authorizer.env';

type Env = EnvOf<typeof authorizerHandler>;

/** The simple response of an HTTP API's Lambda authorizer (payload 2.0). */
export type Decision =
  | { readonly isAuthorized: false }
  | {
      readonly isAuthorized: true;
      readonly context: { readonly sub: string; readonly username: string; readonly groups: string };
    };

const denied: Decision = { isAuthorized: false };

/** Milliseconds for the keys to arrive; they come from the same region. */
const FETCH_TIMEOUT_MS = 3_000;

/** Seconds by which the clock that issued a token may be ahead of ours. No token is taken after its end. */
const CLOCK_AHEAD_SECONDS = 5;

/**
 * Decides by an `Authorization` header's value whether somebody comes in: a valid access token of our pool and client,
 * held by a member of at least one group. Which route they may call is the handlers' to say, from routes.ts: so a
 * cached decision is right for every route, and a refusal there is a problem document instead of a bare 403.
 *
 * Throws when the pool's keys cannot be had: that is our trouble (500), and must not be cached as a refusal.
 */
export function authorizer(env: Env): (authorization: string | undefined) => Promise<Decision> {
  const verifier = CognitoJwtVerifier.create(
    { userPoolId: env.USER_POOL_ID, clientId: env.CLIENT_ID, tokenUse: 'access' },
    // The pool has two issuer names and one set of keys, so whichever of the two is asked for is read from one place.
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: () => fetchKeys(env.JWKS_URI) } }) },
  );

  return async (authorization) => {
    const token = /^Bearer +([\w.-]+) *$/i.exec(authorization ?? '')?.[1];
    if (!token) return denied;
    try {
      const claims = await verifier.verify(token);
      // Left out by the verifier: it takes a token without an end, and one that nobody should have yet.
      const latest = Date.now() / 1000 + CLOCK_AHEAD_SECONDS;
      if (!Number.isFinite(claims.exp) || !Number.isFinite(claims.iat) || claims.iat > latest) return denied;
      const claimed = claims['cognito:groups'];
      const groups = knownGroups(Array.isArray(claimed) ? claimed : []);
      if (groups.length === 0) return denied;
      return { isAuthorized: true, context: { sub: claims.sub, username: claims.username, groups: groups.join(',') } };
    } catch (error) {
      if (error instanceof FetchError || error instanceof JwksValidationError) throw error;
      if (!(error instanceof JwtBaseError)) throw error;
      log.info('An access token was refused', { reason: error.name });
      return denied;
    }
  };
}

/** In place of aws-jwt-verify's own fetcher, which refuses every address that is not https; tries twice, as that does. */
async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(uri, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS), redirect: 'error' });
      if (!response.ok) throw new Error(`HTTP status ${response.status}`);
      return await response.arrayBuffer();
    } catch (error) {
      if (attempt === 2) throw new FetchError(uri, error instanceof Error ? error.message : error);
    }
  }
}
