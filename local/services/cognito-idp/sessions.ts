import { type Directory, notAuthorized } from './directory';
import type { Client, Pool } from './pools';
import type { TokenTrigger } from './pre-token-generation';
import { seal, unseal } from './sealed';
import type { User } from './users';

export type Demand = 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP';

/** The state of a sign-in between two steps, sealed into `Session`. */
export interface Pending {
  readonly demand: Demand;
  readonly clientId: string;
  readonly username: string;
  /** The salt of the password that was proven. When the password is replaced, the session becomes invalid. */
  readonly salt: string;
  /** The event for which the tokens will be made. */
  readonly trigger: TokenTrigger;
  readonly expiresAt: number;
  /** For `MFA_SETUP`: the key that was offered, and whether a correct code was received. */
  readonly offeredSecret?: string;
  readonly verified?: boolean;
}

export const sealKey = ({ secrets }: Pool) => Buffer.from(secrets.sealKey, 'base64');

export function openSession(
  { kernel }: Directory,
  pool: Pool,
  client: Client,
  user: User,
  state: Pick<Pending, 'demand' | 'trigger' | 'offeredSecret' | 'verified'>,
): string {
  const pending: Pending = {
    ...state,
    clientId: client.id,
    username: user.username,
    salt: user.password?.salt ?? '',
    expiresAt: kernel.now() + client.validity.challenge * 1000,
  };
  return seal(sealKey(pool), pending).toString('base64url');
}

/** Returns the state of a session and its user. Throws `NotAuthorizedException`. */
export function readSession(
  directory: Directory,
  pool: Pool,
  clientId: string,
  session: string,
  demand: Demand,
): { pending: Pending; user: User } {
  const { kernel, users, spent } = directory;
  const pending = unseal<Pending>(sealKey(pool), Buffer.from(session, 'base64url'));
  if (pending?.clientId !== clientId || pending.demand !== demand) throw notAuthorized('Invalid session for the user.');
  if (pending.expiresAt <= kernel.now()) throw notAuthorized('Invalid session for the user, session is expired.');
  const user = users.find(pool, pending.username);
  if (!user || user.password?.salt !== pending.salt || spent.has(session)) {
    throw notAuthorized('Invalid session for the user, session can only be used once.');
  }
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return { pending, user };
}

/** Returns the state of a session in a call that names neither pool nor client. */
export function findSession(directory: Directory, session: string): { pool: Pool; pending: Pending } | undefined {
  for (const pool of directory.pools.all()) {
    const pending = unseal<Pending>(sealKey(pool), Buffer.from(session, 'base64url'));
    if (pending?.clientId) return { pool, pending };
  }
  return undefined;
}

/** Marks a value that is valid only once as used. Throws `NotAuthorizedException` if it was used before. */
export function markUsed({ kernel, spent }: Directory, token: string, expiresAt: number, message: string): void {
  for (const [old, end] of spent) if (end <= kernel.now()) spent.delete(old);
  if (spent.has(token)) throw notAuthorized(message);
  spent.set(token, expiresAt);
}
