import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../../failure';
import type { UsersFile } from './directory';

/** Writes a file that only its owner can read. Throws a `Failure` if it exists: an older export may be needed. */
export function writeUsersFile(path: string, content: UsersFile): void {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new Failure(`${path} exists. Choose another name.`);
    throw new Failure(`${path} cannot be written: ${(error as Error).message}`);
  }
  try {
    writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  } finally {
    closeSync(file);
  }
}

/** Throws a `Failure` if the file is missing, or is not an export of this stage. */
export function readUsersFile(path: string, stage: string): UsersFile {
  let content: Partial<UsersFile>;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
  if (content.format !== 'omnistream-users-1' || !content.users)
    throw new Failure(`${path} is not an export of users.`);
  if (content.stage !== stage) throw new Failure(`${path} has the users of the stage '${content.stage}'.`);
  return content as UsersFile;
}
