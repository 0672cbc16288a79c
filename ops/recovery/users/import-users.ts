import type { Directory, ExportedUser } from './directory';

export interface ImportPlan {
  readonly missing: readonly ExportedUser[];
  /** Users that exist, and lack groups that they had. */
  readonly incomplete: readonly ExportedUser[];
  /** Users that never confirmed their address. They sign up again. */
  readonly unconfirmed: number;
  /** The ids of users that exist with another id than in the file. */
  readonly moved: ReadonlyMap<string, string>;
}

const emailOf = ({ attributes }: ExportedUser) => attributes.email ?? '';

/** Compares a file with the user pool. */
export async function planImport(directory: Directory, users: readonly ExportedUser[]): Promise<ImportPlan> {
  const confirmed = users.filter((user) => user.status !== 'UNCONFIRMED' && emailOf(user) !== '');
  const missing: ExportedUser[] = [];
  const incomplete: ExportedUser[] = [];
  const moved = new Map<string, string>();
  for (const user of confirmed) {
    const found = await directory.find(emailOf(user));
    if (!found) missing.push(user);
    else {
      if (found.sub !== user.sub) moved.set(user.sub, found.sub);
      // A run that was cut off after the creation has left the user without a password.
      const isUnfinished = found.sub !== user.sub && found.status === 'FORCE_CHANGE_PASSWORD';
      if (isUnfinished || user.groups.some((group) => !found.groups.includes(group))) incomplete.push(user);
    }
  }
  return { missing, incomplete, moved, unconfirmed: users.length - confirmed.length };
}

/** Creates the missing users and completes the others. Returns the new ids by the old ones. */
export async function importUsers(directory: Directory, plan: ImportPlan): Promise<ReadonlyMap<string, string>> {
  const moved = new Map(plan.moved);
  for (const user of plan.missing) moved.set(user.sub, await directory.create(emailOf(user), user.attributes));
  for (const user of [...plan.missing, ...plan.incomplete]) {
    const email = emailOf(user);
    const found = await directory.find(email);
    if (found?.status === 'FORCE_CHANGE_PASSWORD' && found.sub !== user.sub) await directory.lockPassword(email);
    for (const group of user.groups) if (!found?.groups.includes(group)) await directory.addToGroup(email, group);
    if (!user.enabled) await directory.disable(email);
  }
  return moved;
}
