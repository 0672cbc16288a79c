import type { IncomingHttpHeaders } from 'node:http';
import { type Call, type Operation, ServiceError } from '../../kernel/service';
import type { Firewall } from '../wafv2';
import type { BlockResponse } from '../wafv2/model';
import type { Directory } from './directory';
import type { Visit } from './managed-login/http';
import { publicOperations } from './permissions';
import type { Pool } from './pools';

/** The members of requests by which a pool is found: the client, or the access token of a user. */
interface PublicInput {
  readonly ClientId?: string;
  readonly AccessToken?: string;
}

const message = 'Request not allowed due to WAF block.';

/**
 * Puts the web ACL of the user pool before the operations that need no AWS credentials. A blocked request gets the
 * `ForbiddenException` that the SDKs know.
 *
 * Cognito passes "selected non-confidential headers" to WAF. Of its own, its guide names those of the client and of the
 * operation: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
 */
export function behindWebAcl(
  operations: Readonly<Record<string, Operation>>,
  { pools }: Directory,
  firewall: Firewall,
): Record<string, Operation> {
  const poolOf = ({ ClientId, AccessToken }: PublicInput): Pool | undefined =>
    pools.all().find((pool) => pools.findClient(ClientId, pool)) ?? pools.byKey(keyIdOf(AccessToken));
  const guarded = (name: string, operation: Operation): Operation => {
    if (!publicOperations.includes(name)) return operation;
    return (input: PublicInput, call: Call) => {
      const pool = poolOf(input);
      if (pool && call.http && firewall.blockFor(pool.arn, requestOf(name, input, call.http))) {
        throw new ServiceError('ForbiddenException', message, 403);
      }
      return operation(input, call);
    };
  };
  return Object.fromEntries(Object.entries(operations).map(([name, operation]) => [name, guarded(name, operation)]));
}

function requestOf(
  name: string,
  { ClientId }: PublicInput,
  { method, path, headers, sourceIp }: Call['http'] & object,
) {
  const own = { 'x-amzn-cognito-client-id': ClientId, 'x-amzn-cognito-operation-name': name };
  return { method, path, address: sourceIp, headers: { ...visible(headers), ...own } };
}

/** The web ACL's response to a request of a managed login page; `undefined` if it allows the request. */
export function blockOfPage(
  firewall: Firewall,
  { pool, request, query }: Visit,
  path: string,
): (BlockResponse & { readonly body: string }) | undefined {
  const { method = 'GET', headers, socket } = request;
  const blocked = firewall.blockFor(pool.arn, {
    ...{ method, path, address: socket.remoteAddress ?? '127.0.0.1' },
    headers: { ...visible(headers), 'x-amzn-cognito-client-id': query.get('client_id') ?? undefined },
  });
  return blocked && { ...blocked, body: blocked.body ?? message };
}

const visible = ({ 'user-agent': agent, referer, origin }: IncomingHttpHeaders): IncomingHttpHeaders => ({
  'user-agent': agent,
  referer,
  origin,
});

/** Returns the key id in the header of a JWT. */
function keyIdOf(token: string | undefined): string | undefined {
  try {
    return JSON.parse(Buffer.from(token?.split('.')[0] ?? '', 'base64url').toString()).kid;
  } catch {
    return undefined;
  }
}
