import { type Directory, notAuthorized } from './directory';
import type { Client, Pool } from './pools';
import type { TokenTrigger } from './pre-token-generation';
import { seal, unseal } from './sealed';
import type { User } from './users';

export type Demand = 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP';

/** A sign-in between two of its steps, sealed into `Session`. */
export interface Pending {
  readonly demand: Demand;
  readonly clientId: string;
  readonly username: string;
  /** The salt of the password that was proven: once that is replaced, the session is worth nothing. */
  readonly salt: string;
  /** What the tokens will be made for. */
  readonly trigger: TokenTrigger;
  readonly expiresAt: number;
  /** Of `MFA_SETUP`: the key that was handed out, and whether a code of it was right. */
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

/** Whose next step a session waits for. Throws `NotAuthorizedException`. */
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

/** The state of a session whose pool is not told, for calls that name neither pool nor client. */
export function findSession(directory: Directory, session: string): { pool: Pool; pending: Pending } | undefined {
  for (const pool of directory.pools.all()) {
    const pending = unseal<Pending>(sealKey(pool), Buffer.from(session, 'base64url'));
    if (pending?.clientId) return { pool, pending };
  }
  return undefined;
}

/** Takes what is good for one use only. Throws `NotAuthorizedException` when it was used before. */
export function spend({ kernel, spent }: Directory, token: string, expiresAt: number, message: string): void {
  for (const [old, end] of spent) if (end <= kernel.now()) spent.delete(old);
  if (spent.has(token)) throw notAuthorized(message);
  spent.set(token, expiresAt);
}
