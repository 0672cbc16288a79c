import type { Directory } from './directory';
import { checkPassword, isPassword, storePassword } from './passwords';

export interface WantedUser {
  readonly email: string;
  readonly password: string;
  readonly groups: readonly string[];
}

/**
 * Creates a confirmed user with that address, password and groups, or updates the user who has the address. The user
 * stays in other groups. Throws `InvalidPasswordException`, and `ResourceNotFoundException` for an unknown pool or
 * group.
 */
export async function ensureUser(directory: Directory, userPoolId: string, wanted: WantedUser): Promise<void> {
  const { pools, users } = directory;
  const pool = pools.get(userPoolId);
  checkPassword(pool.passwordPolicy, wanted.password);
  const groups = wanted.groups.map((name) => pools.group(pool, name).name);
  const found = users.find(pool, wanted.email);
  const attributes = { email: wanted.email, email_verified: 'true' };
  const user = found ?? users.draft(pool, wanted.email, attributes, 'CONFIRMED');
  const same = await isPassword(user.password, wanted.password);
  const changes = {
    attributes: { ...user.attributes, ...attributes },
    status: 'CONFIRMED' as const,
    enabled: true,
    groups: [...new Set([...user.groups, ...groups])],
    password: same ? user.password : await storePassword(pool, user.username, wanted.password),
  };
  if (found) users.update(pool, found, changes);
  else users.add(pool, { ...user, ...changes });
}
