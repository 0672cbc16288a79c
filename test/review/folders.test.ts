import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Folders that git does not track, or that hold no sources. */
const generated = ['node_modules', 'dist', 'cdk.out', 'coverage'];

/** The folders in the table of the README: the first cell of each row, such as `lambda/api`. */
const listed = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| `([\w./-]+)\/` \|/gm)].map(
  ([, folder]) => folder as string,
);

/** The folders below `folder`. Hidden ones are left out, except `.ci`. */
function foldersOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !generated.includes(entry.name))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') || name === '.ci')
    .map((name) => (folder ? `${folder}/${name}` : name));
}

describe('the table of folders in the README', () => {
  test('names only folders that exist', () => {
    expect(listed.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
  });

  test('names every folder at the top and every capability of lambda/', () => {
    const missing = [...foldersOf(''), ...foldersOf('lambda')].filter((folder) => !listed.includes(folder));
    expect(missing).toEqual([]);
  });

  test('names every room of a capability that has rooms in the table', () => {
    const withRooms = [...new Set(listed.filter((folder) => /^lambda\/.+\//.test(folder)))].map((folder) =>
      folder.split('/').slice(0, 2).join('/'),
    );
    const missing = [...new Set(withRooms)].flatMap(foldersOf).filter((folder) => !listed.includes(folder));
    expect([new Set(withRooms).size > 0, missing]).toEqual([true, []]);
  });
});
