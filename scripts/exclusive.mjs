import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process of this machine runs it with the same lock file, because two simultaneous starts would
 * write the same folder. The lock of a process that has ended does not count.
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
    // Another process is writing an empty file.
    const owner = readFileSync(lock, 'utf8');
    return owner === '' || process.kill(Number(owner), 0);
  } catch (error) {
    // The owner is a running process of another user.
    return error.code === 'EPERM';
  }
}
