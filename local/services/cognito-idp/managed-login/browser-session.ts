import { seal, unseal } from '../sealed';
import { sealKey } from '../sessions';
import type { User } from '../users';
import { readCookie, setCookie, type Visit } from './http';

/** An hour: https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-session.html */
const lifetimeSeconds = 3600;
const name = 'cognito';

interface BrowserSession {
  readonly kind: 'browser';
  readonly username: string;
  /** The salt of the password. A new password ends the session. */
  readonly salt: string;
  readonly expiresAt: number;
}

/** Remembers the user in the browser, for the next request of this or another application. */
export function openBrowserSession(visit: Visit, user: User): void {
  const session: BrowserSession = {
    kind: 'browser',
    username: user.username,
    salt: user.password?.salt ?? '',
    expiresAt: visit.directory.kernel.now() + lifetimeSeconds * 1000,
  };
  setCookie(visit, name, seal(sealKey(visit.pool), session).toString('base64url'), lifetimeSeconds);
}

export function endBrowserSession(visit: Visit): void {
  setCookie(visit, name, '', 0);
}

/** Returns the user who has signed in here in this browser. */
export function browserUser(visit: Visit): User | undefined {
  const { directory, pool } = visit;
  const session = unseal<BrowserSession>(sealKey(pool), Buffer.from(readCookie(visit, name) ?? '', 'base64url'));
  if (session?.kind !== 'browser' || session.expiresAt <= directory.kernel.now()) return undefined;
  const user = directory.users.find(pool, session.username);
  return user?.enabled && user.status === 'CONFIRMED' && user.password?.salt === session.salt ? user : undefined;
}
