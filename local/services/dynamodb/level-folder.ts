import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * LevelDB makes what is missing: without its files it is an empty database, and without its newest log it has lost the
 * newest writes, both without an error. So the number of the log is noted beside the folder whenever it is opened. Numbers
 * only grow, and there is always a log.
 * Source: LevelDB, doc/impl.md, "Log files" and "Recovery".
 */
const noteOf = (path: string) => `${path}.json`;

const logs = (path: string) =>
  readdirSync(path).flatMap((name) => {
    const number = /^(\d+)\.log$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });

/** How to go on with tables whose files are damaged. */
export const remedy = (path: string) =>
  `Restore the folder ${path} from a copy. To go on without its tables, delete it and ${noteOf(path)}. To begin again ` +
  `without any data, run 'npm run reset'`;

/** Throws if files are missing that existed when the database was last open. */
export function checkLevelFolder(path: string): void {
  if (!existsSync(noteOf(path))) return;
  const { log } = JSON.parse(readFileSync(noteOf(path), 'utf8')) as { log: number };
  const isWhole = existsSync(join(path, 'CURRENT')) && logs(path).some((number) => number >= log);
  if (!isWhole) throw new Error(`files of the tables in ${path} are missing. ${remedy(path)}`);
}

/** Removes LevelDB's own logs, which contain keys. To be called when the database is closed. */
export function removeLevelLogs(path: string): void {
  for (const name of ['LOG', 'LOG.old']) rmSync(join(path, name), { force: true });
}

/** To be called when the database is open. */
export function noteLevelFolder(path: string): void {
  writeFileSync(noteOf(path), JSON.stringify({ log: Math.max(0, ...logs(path)) }));
}
