import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process of this machine does so under the same lock file: two starts at once would write
 * one folder together. The lock of a process that has ended holds nobody up.
 */
export async function exclusive(lock, work) {
  while (!taken(lock)) await sleep(100);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isHeld(lock) {
  try {
    // An empty file is one that is being written.
    const owner = readFileSync(lock, 'utf8');
    return owner === '' || process.kill(Number(owner), 0);
  } catch (error) {
    // The owner belongs to another user, and lives.
    return error.code === 'EPERM';
  }
}
