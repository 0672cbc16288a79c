import { readdirSync, readFileSync } from 'node:fs';
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

test('every function is observable, except for those whose bundles are too small for it', () => {
  const without = withSuffix('.lambda.ts').filter(
    (path) => !/^export const handler = observed\(/m.test(readFileSync(join(root, `${path}.lambda.ts`), 'utf8')),
  );
  expect(without).toEqual(['auth/authorizer', 'auth/pre-token']);
});

test('nothing writes by the console, in whose lines CloudWatch finds no metrics', () => {
  const sources = files.filter((path) => path.endsWith('.ts'));
  expect(sources.filter((path) => /\bconsole\.\w+\(/.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
});

test.each(withSuffix('.env.ts'))('the descriptor in %s has the name of its file', (path) => {
  const exported: object = require(join(root, `${path}.env.ts`));
  const constant = `${nameOf(path).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Handler`;
  expect(exported).toMatchObject({ [constant]: { name: nameOf(path) } });
});
