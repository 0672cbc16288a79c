import type { Directory } from './directory';
import type { Pool } from './pools';
import type { User } from './users';

/** Deletes a user with all that belongs to him: sign-ins, failed attempts, and the mails that were written to him. */
export function deleteUser({ users, signIns, mail, attempts }: Directory, pool: Pool, user: User): void {
  signIns.forget(user);
  attempts.forget(pool.id, user.username);
  mail.forget(pool, user);
  users.delete(pool, user);
}
