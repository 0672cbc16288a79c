import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that a start needs at least: stores, keys and the log. */
const leastBytes = 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'its disk is full. Free some space',
  EDQUOT: 'its disk quota is used up. Free some space',
  EROFS: 'its disk is read-only. Make it writable',
  EACCES: 'it belongs to another user. Change its rights',
  EPERM: 'it belongs to another user. Change its rights',
};

/** Makes the folder of all data. Throws an error with the reason why it cannot be written, and the remedy. */
export function requireWritable(home: string, write: typeof writeFileSync = writeFileSync): void {
  const file = join(home, 'writable');
  try {
    mkdirSync(home, { recursive: true });
    write(file, Buffer.alloc(leastBytes));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const reason = reasons[code] ?? `${message}. Repair it`;
    throw new Error(`the folder ${home} cannot be written: ${reason}, or choose another folder by OMNISTREAM_HOME`, {
      cause: error,
    });
  } finally {
    remove(file);
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A read-only folder does not have it.
  }
}
