import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { crossCutting, tierOf, tiers } from './tiers/folders';

const root = join(__dirname, '..', '..');

/** The tests of this repository below a folder of tests, by their paths in the repository. */
const testsBelow = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .map((path) => join(folder, path));

const files = [...testsBelow('test'), ...testsBelow('local/test')];

test('every test file is in a tier', () => {
  expect(files.filter((file) => !tierOf(file))).toEqual([]);
});

test('no folder is in two tiers', () => {
  const folders = Object.values(tiers).flat();
  expect(folders.filter((folder, index) => folders.indexOf(folder) !== index)).toEqual([]);
});

test('every folder of a tier holds tests', () => {
  const folders = Object.values(tiers).flat();
  expect(folders.filter((folder) => !files.some((file) => file.startsWith(`${folder}/`)))).toEqual([]);
});

test('every folder of tests is named after a folder of sources, but for those that cut across', () => {
  const isCrossCutting = (folder: string) =>
    crossCutting.some((name) => folder === name || folder.startsWith(`${name}/`));
  const strange = files.flatMap((file) => {
    // `test/lambda/api` mirrors `lambda/api`, `local/test/services/s3` mirrors `local/services/s3`.
    const inLocal = file.startsWith('local/test/');
    const folder = dirname(relative(inLocal ? 'local/test' : 'test', file));
    const source = inLocal ? join('local', folder) : folder;
    return isCrossCutting(folder) || existsSync(join(root, source)) ? [] : [file];
  });
  expect(strange).toEqual([]);
});
