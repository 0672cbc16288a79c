import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

// Short: the path of a socket below it has at most 103 bytes on macOS.
const prefix = 'omni-';

/**
 * A file system in memory, for a run's folder: laptops under test write and sync thousands of small files. Containers
 * often have a small one, and a full one would fail tests, so it is used only where a whole run fits several times.
 */
const memory = { folder: '/dev/shm', leastBytes: 4 * 1024 ** 3 };

/** @param free bytes that processes can still use */
export function fastFolder(folder = memory.folder, free = freemem(), least = memory.leastBytes) {
  // A folder that was chosen is used.
  if (process.env.TMPDIR) return undefined;
  try {
    const { bavail, bsize } = statfsSync(folder);
    return Math.min(bavail * bsize, free / 2) >= least ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** What the tests of a run have made: the temporary folder of everything that they start. */
let run;

/**
 * Makes one folder to be the temporary folder of this process, of jest's workers, and of all that they start: `tmpdir()`
 * is below it everywhere. A jest within a test is a part of the outer run.
 */
export function openRunFolder() {
  if (process.env.OMNISTREAM_RUN_FOLDER) return;
  const outside = tmpdir();
  const parent = fastFolder() ?? outside;
  for (const place of new Set([outside, parent])) removeAbandoned(place);
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  run = { folder, outside, variable: process.env.TMPDIR, before: new Set(readdirSync(outside)) };
  process.env.OMNISTREAM_RUN_FOLDER = folder;
  process.env.TMPDIR = folder;
}

/** Removes the folder. Waits for processes that are about to end and still write into it. */
export function closeRunFolder() {
  if (!run) return;
  rmSync(run.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  delete process.env.OMNISTREAM_RUN_FOLDER;
  if (run.variable === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = run.variable;
  run = undefined;
}

/** New names in the temporary directory, outside of the run's folder, of the kinds that this repository's programs give. */
export function leftBeside() {
  if (!run) return [];
  return readdirSync(run.outside)
    .filter((name) => ours.test(name) && !name.startsWith(prefix) && !run.before.has(name))
    .map((name) => join(run.outside, name));
}

/** The beginnings of names that tests, the laptop, its engines, the CDK and the browser give to temporary files. */
const ours =
  /^(omnistream|laptop|cdk\.out|assembly|api-code|signed-api-code|lambda-code|cli|states|events|evidence|sound|log|lake|athena|playwright|\.?org\.chromium)[.-]/;

/**
 * Runs that were killed could not remove their folders. What a process of such a run still writes to, or another run removes
 * at the same time, stays for the next run: it must not fail this one.
 */
export function removeAbandoned(outside, remove = removeFolder) {
  for (const name of readdirSync(outside)) {
    const [, pid] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? [];
    if (!pid || isAlive(Number(pid))) continue;
    try {
      remove(join(outside, name));
    } catch (error) {
      console.warn(`${join(outside, name)} of an earlier run could not be removed: ${error.message}`);
    }
  }
}

function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
