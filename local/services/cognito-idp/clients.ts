import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Directory, invalidParameter, notAuthorized } from './directory';
import type { Client, Pool } from './pools';

/** Returns a client and its pool. Throws `ResourceNotFoundException`. */
export function clientAndPool({ pools }: Directory, clientId: string | undefined): { client: Client; pool: Pool } {
  const client = pools.client(clientId);
  return { client, pool: pools.get(client.poolId) };
}

/**
 * Checks the hash by which clients with a secret prove in every call that they know it. Throws
 * `NotAuthorizedException`.
 */
export function checkSecretHash(client: Client, username: string, hash: string | undefined): void {
  if (client.secret === undefined) return;
  if (hash === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  }
  const expected = createHmac('sha256', client.secret).update(`${username}${client.id}`).digest();
  const given = Buffer.from(hash, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
  }
}

/** Checks the secret itself, in calls that contain it. Throws `NotAuthorizedException`. */
export function checkClientSecret(client: Client, secret: string | undefined): void {
  if (client.secret === undefined) return;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (timingSafeEqual(digest(secret ?? ''), digest(client.secret))) return;
  throw notAuthorized(`Unable to verify client secret for client ${client.id}`);
}

export type Flow = 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'REFRESH_TOKEN_AUTH' | 'ADMIN_USER_PASSWORD_AUTH';

/** The names of the time before 2019, which cannot be combined with the others. */
const olderNames: Partial<Record<Flow, string>> = {
  USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
  ADMIN_USER_PASSWORD_AUTH: 'ADMIN_NO_SRP_AUTH',
};

/** Throws `InvalidParameterException` unless the client allows the flow. */
export function requireFlow({ authFlows }: Client, flow: Flow): void {
  const older = !authFlows.some((name) => name.startsWith('ALLOW_'));
  // Clients with the older names may always use SRP and refresh tokens.
  const wanted = older ? olderNames[flow] : `ALLOW_${flow}`;
  if (wanted === undefined || authFlows.includes(wanted)) return;
  const messages: Record<Flow, string> = {
    USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH flow not enabled for this client',
    USER_SRP_AUTH: 'USER_SRP_AUTH is not enabled for the client.',
    REFRESH_TOKEN_AUTH: 'Auth flow not enabled for this client',
    ADMIN_USER_PASSWORD_AUTH: 'Auth flow not enabled for this client',
  };
  throw invalidParameter(messages[flow]);
}

/**
 * Returns a member of `AuthParameters` or `ChallengeResponses`. Throws `InvalidParameterException` if it is missing.
 */
export function required(parameters: Readonly<Record<string, string>> | undefined, name: string): string {
  const value = parameters?.[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
