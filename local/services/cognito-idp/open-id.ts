import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kernel } from '../../kernel/kernel';
import { loginUrl } from './managed-login/address';
import { issuer, type Pools } from './pools';
import { publicPart } from './secrets';

const path = /^\/([a-z0-9-]+_[A-Za-z0-9]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

/** Serves the documents by which a pool's tokens are verified. Returns false for all other requests. */
export function openId(kernel: Kernel, pools: Pools, request: IncomingMessage, response: ServerResponse): boolean {
  const [, poolId = '', document] = path.exec((request.url ?? '').split('?', 1)[0] ?? '') ?? [];
  if (!document || !['GET', 'HEAD'].includes(request.method ?? '')) return false;
  const pool = pools.find(poolId);
  const answer = (status: number, body: unknown) => {
    const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
  };
  if (!pool) answer(404, { message: `User pool ${poolId} does not exist.` });
  else if (document === 'jwks.json') {
    answer(200, { keys: [publicPart(pool.secrets.idKey), publicPart(pool.secrets.accessKey)] });
  } else {
    const domain = pools.domainOf(pool);
    answer(200, {
      issuer: issuer(pool),
      ...(domain && endpoints(loginUrl(kernel, domain))),
      jwks_uri: `${kernel.endpoint}/${poolId}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
    });
  }
  return true;
}

function endpoints(base: string): Record<string, unknown> {
  return {
    authorization_endpoint: `${base}/oauth2/authorize`,
    token_endpoint: `${base}/oauth2/token`,
    userinfo_endpoint: `${base}/oauth2/userInfo`,
    revocation_endpoint: `${base}/oauth2/revoke`,
    end_session_endpoint: `${base}/logout`,
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  };
}
