import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import { parseTarget } from '../../wire/protocol';
import { signatureClaim, verifySignature } from '../../wire/sigv4';
import { apiArn } from './invoke';
import type { HttpApi } from './model';

/**
 * Accepts a request of a route with IAM authorization if it is signed for `execute-api` by a principal that may invoke
 * the route. Throws {@link ServiceError} otherwise.
 */
export function admitSigned(
  kernel: Kernel,
  api: HttpApi,
  routePath: string,
  request: IncomingMessage,
  body: Buffer,
): void {
  const { method = 'GET', headers, url: target = '/' } = request;
  const url = parseTarget(target);
  const claim = signatureClaim({ method, url, headers });
  if (claim?.scope.service !== 'execute-api' || claim.scope.region !== api.region) throw forbidden();
  const holder = kernel.holder(claim.accessKeyId);
  if (!holder || (holder.sessionToken ?? '') !== (claim.sessionToken ?? '')) throw forbidden();
  const payloadHash = createHash('sha256').update(body).digest('hex');
  verifySignature({ method, url, headers }, claim, holder.secretAccessKey, payloadHash, kernel.now());
  const resource = `${apiArn(kernel, api)}/${api.stage?.name ?? '$default'}/${method}${routePath}`;
  kernel.authorize(holder.principal, api.region, [{ action: 'execute-api:Invoke', resource }]);
}

function forbidden(): ServiceError {
  return new ServiceError('AccessDenied', 'The request is not signed by a principal of this account', 403);
}
