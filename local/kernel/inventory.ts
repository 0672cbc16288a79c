import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { privateFile } from './private-files';

/** The sizes of files in bytes, by their paths below the folder of all data. */
type Inventory = Readonly<Record<string, number>>;

/** Work folders, caches and logs, which are removed at a start or made again. */
const isVolatile = (path: string) =>
  /^(?:(?:mediaconvert|transcribe)\/(?:work|probe|models)|athena\/(?:results|objects)|cloudfront\/logs|logs\/events)\//.test(
    path,
  ) || /\.new$|\/(?:LOCK|LOG|LOG\.old)$/.test(path);

const fileOf = (data: string) => `${data}-inventory.json`;

/** Lists all files, after everything has stopped. */
export function recordInventory(data: string): void {
  const sizes: Record<string, number> = {};
  for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    const path = name.split(sep).join('/');
    const stats = statSync(join(data, name), { throwIfNoEntry: false });
    if (stats?.isFile() && !isVolatile(path)) sizes[path] = stats.size;
  }
  writeFileSync(fileOf(data), JSON.stringify(sizes), { mode: privateFile });
}

/**
 * Compares the files with those of the last stop, since stores read what there is: a missing file would be an empty table,
 * without any error. Throws an error with the names of the files and the ways to go on. After a crash there is no list, and
 * nothing to compare.
 */
export function checkInventory(data: string): void {
  const list = fileOf(data);
  if (!existsSync(list)) return;
  const wrong = Object.entries(read(list)).flatMap(([path, size]) => {
    const found = statSync(join(data, path), { throwIfNoEntry: false })?.size;
    if (found === undefined) return [`${path} is missing`];
    return found < size ? [`${path} has ${found} of ${size} bytes`] : [];
  });
  if (wrong.length > 0) {
    const shown = wrong.length > 3 ? [...wrong.slice(0, 3), `and ${wrong.length - 3} more`] : wrong;
    throw new Error(
      `files of ${data} have changed since the last stop: ${shown.join('; ')}. Restore them from a copy. To go on with ` +
        `what is left, delete ${list}. To begin again without any data, run 'npm run reset'`,
    );
  }
  rmSync(list);
}

function read(list: string): Inventory {
  try {
    return JSON.parse(readFileSync(list, 'utf8')) as Inventory;
  } catch {
    // It was cut itself, for example by a full disk.
    return {};
  }
}
