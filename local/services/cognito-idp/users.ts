import { randomUUID } from 'node:crypto';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import type { StoredPassword } from './passwords';
import type { Pool, Pools } from './pools';

export interface Code {
  readonly purpose: 'SignUp' | 'ForgotPassword' | 'VerifyEmail';
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly failures: number;
}

/** The key of an authenticator app that has proven it by a correct code. */
interface SoftwareToken {
  /** Base32. */
  readonly secret: string;
  readonly deviceName?: string;
  /** Whether sign-in asks for a code. */
  readonly enabled: boolean;
  readonly preferred: boolean;
  /** The newest half-minute whose code was used. Each code can be used once. */
  readonly lastStep: number;
}

export interface User {
  readonly poolId: string;
  readonly username: string;
  /** The attributes, including `sub`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly groups: readonly string[];
  readonly password?: StoredPassword;
  /** The end of a temporary password, in milliseconds since 1970. */
  readonly temporaryUntil?: number;
  readonly code?: Code;
  /** The address that replaces the present one once a code from it is received. */
  readonly pendingEmail?: string;
  readonly softwareToken?: SoftwareToken;
  /** A key that was offered and for which no code has been received. Base32. */
  readonly offeredSecret?: string;
}

export const userNotFound = () => new ServiceError('UserNotFoundException', 'User does not exist.');

/** The users of all pools. */
export class Users {
  private readonly store: Store<User>;

  constructor(private readonly pools: Pools) {
    this.store = pools.kernel.store<User>('cognito-idp', 'users');
  }

  /** Finds a user by name, or by an attribute that the pool accepts as a name. */
  find(pool: Pool, name: string): User | undefined {
    const wanted = comparable(pool, name);
    return this.store.get(keyOf(pool, name)) ?? this.list(pool).find((user) => answersTo(pool, user, wanted));
  }

  /** Throws `UserNotFoundException`. */
  get(pool: Pool, name: string | undefined): User {
    const user = this.find(pool, name ?? '');
    if (!user) throw userNotFound();
    return user;
  }

  /** Returns the users in order of creation. */
  list(pool: Pool): User[] {
    return this.store
      .entries()
      .map(([, user]) => user)
      .filter(({ poolId }) => poolId === pool.id)
      .sort((a, b) => a.createdAt - b.createdAt || (a.username < b.username ? -1 : 1));
  }

  /**
   * Makes a new user, who is not added yet: a password is bound to the user name, which is made here. Throws
   * `UsernameExistsException` and `InvalidParameterException`.
   */
  draft(pool: Pool, name: string, attributes: Readonly<Record<string, string>>, status: User['status']): User {
    const sub = randomUUID();
    const byAttribute = pool.usernameAttributes.length > 0;
    if (byAttribute && !isEmail(name)) {
      throw new ServiceError('InvalidParameterException', 'Username should be an email.');
    }
    this.refuseTaken(pool, name);
    const now = this.pools.kernel.now();
    return {
      poolId: pool.id,
      username: byAttribute ? sub : comparable(pool, name),
      attributes: { sub, ...attributes, ...(byAttribute && { email: name }) },
      status,
      enabled: true,
      createdAt: now,
      updatedAt: now,
      groups: [],
    };
  }

  /** Throws `UsernameExistsException` if another request has taken the name in the meantime. */
  add(pool: Pool, user: User): User {
    this.refuseTaken(pool, pool.usernameAttributes.length ? (user.attributes.email as string) : user.username);
    this.store.put(keyOf(pool, user.username), user);
    return user;
  }

  /** Changes members of a user. Returns the updated user. */
  update(pool: Pool, user: User, changes: Partial<User>): User {
    const current = this.store.get(keyOf(pool, user.username));
    if (!current) throw userNotFound();
    const updated = { ...current, ...changes, updatedAt: this.pools.kernel.now() };
    this.store.put(keyOf(pool, user.username), updated);
    return updated;
  }

  delete(pool: Pool, user: User): void {
    this.store.delete(keyOf(pool, user.username));
  }

  private refuseTaken(pool: Pool, name: string): void {
    if (!this.find(pool, name)) return;
    const byAttribute = pool.usernameAttributes.length > 0;
    const message = byAttribute ? 'An account with the given email already exists.' : 'User already exists';
    throw new ServiceError('UsernameExistsException', message);
  }
}

export const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

function answersTo(pool: Pool, { attributes }: User, wanted: string): boolean {
  const email = attributes.email;
  if (email === undefined || comparable(pool, email) !== wanted) return false;
  if (pool.usernameAttributes.includes('email')) return true;
  return pool.aliasAttributes.includes('email') && attributes.email_verified === 'true';
}

const comparable = (pool: Pool, name: string) => (pool.caseSensitive ? name : name.toLowerCase());
const keyOf = (pool: Pool, name: string) => `${pool.id}/${comparable(pool, name)}`;
