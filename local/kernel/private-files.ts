import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Only the owner of a folder or file may use it. */
export const privateFolder = 0o700;
export const privateFile = 0o600;

/**
 * Takes all rights from other users of this machine, for a data folder that an earlier version made. Symbolic links are not
 * followed. Windows has no such modes, and nothing changes there. Throws `EPERM` for files of another user.
 */
export function makePrivate(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  const mode = stats.isDirectory() ? privateFolder : privateFile;
  if ((stats.mode & 0o777) !== mode) chmodSync(path, mode);
  if (stats.isDirectory()) for (const name of readdirSync(path)) makePrivate(join(path, name));
}
