import { ServiceError } from '../../kernel/service';
import type { Directory } from './directory';
import type { Pool } from './pools';
import type { User } from './users';

/** Throws `AliasExistsException` if users sign in by address and another user has this one. */
export function refuseTakenEmail({ users }: Directory, pool: Pool, user: User, email: string): void {
  if (!pool.usernameAttributes.includes('email')) return;
  const holder = users.find(pool, email);
  if (holder && holder.username !== user.username) {
    throw new ServiceError('AliasExistsException', 'An account with the given email already exists.');
  }
}
