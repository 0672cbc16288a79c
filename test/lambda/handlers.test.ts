import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve('lambda');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
/** Paths below `lambda/` without the suffix. */
const withSuffix = (suffix: string) =>
  files
    .filter((path) => path.endsWith(suffix))
    .map((path) => path.slice(0, -suffix.length))
    .sort();

const nameOf = (path: string) => path.replace(/.*\//, '');

test('every entry has a descriptor beside it, and every descriptor an entry', () => {
  expect(withSuffix('.env.ts')).toEqual(withSuffix('.lambda.ts'));
});

test('names of functions are unique, since bundles are found by them', () => {
  const names = withSuffix('.lambda.ts').map(nameOf);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test.each(withSuffix('.env.ts'))('the descriptor in %s has the name of its file', (path) => {
  const exported: object = require(join(root, `${path}.env.ts`));
  const constant = `${nameOf(path).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Handler`;
  expect(exported).toMatchObject({ [constant]: { name: nameOf(path) } });
});
