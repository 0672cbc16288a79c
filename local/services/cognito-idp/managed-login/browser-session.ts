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
  /** Of the password: another one ends the session. */
  readonly salt: string;
  readonly expiresAt: number;
}

/** Remembers in the browser who has signed in here, for the next application, or the same one. */
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

/** Who has signed in here in this browser. */
export function browserUser(visit: Visit): User | undefined {
  const { directory, pool } = visit;
  const session = unseal<BrowserSession>(sealKey(pool), Buffer.from(readCookie(visit, name) ?? '', 'base64url'));
  if (session?.kind !== 'browser' || session.expiresAt <= directory.kernel.now()) return undefined;
  const user = directory.users.find(pool, session.username);
  return user?.enabled && user.status === 'CONFIRMED' && user.password?.salt === session.salt ? user : undefined;
}
