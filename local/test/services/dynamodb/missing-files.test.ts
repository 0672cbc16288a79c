import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../services/dynamodb/engine';

const open = (path: string) => new Engine(path, () => Date.now());

/** A database with one entry, closed. */
async function database(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'level-')), 'level');
  for (const round of ['first', 'second']) {
    // The second round moves the entry of the first from the log to a table of LevelDB.
    const engine = open(path);
    await engine.write(async (unit) => unit.add({ type: 'put', key: `~${round}`, value: {} }));
    await engine.close();
  }
  return path;
}

const use = async (path: string) => {
  const engine = open(path);
  try {
    return await engine.write(async (_unit, store) => store.db.get('~second'));
  } finally {
    await engine.close();
  }
};

const files = (path: string, pattern: RegExp) => readdirSync(path).filter((name) => pattern.test(name));

test('a whole database opens, again and again', async () => {
  const path = await database();
  for (let round = 0; round < 3; round += 1) expect(await use(path)).toEqual({});
});

test.each([
  ['all files', /./],
  ['CURRENT', /^CURRENT$/],
  ['the log, which holds the newest writes', /\.log$/],
  ['the manifest', /^MANIFEST/],
  ['a table', /\.ldb$/],
])('a database without %s does not open as an empty one, and says how to go on', async (_, pattern) => {
  const path = await database();
  expect(files(path, pattern)).not.toEqual([]);
  for (const name of files(path, pattern)) rmSync(join(path, name));
  await expect(use(path)).rejects.toThrow(/To go on without its tables, delete it and .*level\.json\./);
  rmSync(path, { recursive: true });
  rmSync(`${path}.json`);
  await expect(use(path)).resolves.toBeUndefined();
});
