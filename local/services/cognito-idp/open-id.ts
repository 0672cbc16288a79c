import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kernel } from '../../kernel/kernel';
import { issuer, type Pools } from './pools';
import { publicPart } from './secrets';

const path = /^\/([a-z0-9-]+_[A-Za-z0-9]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

/** Answers the documents by which others verify a pool's tokens; false when the request is for something else. */
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
    answer(200, {
      issuer: issuer(pool),
      jwks_uri: `${kernel.endpoint}/${poolId}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'token'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
    });
  }
  return true;
}
