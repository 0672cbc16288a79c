import { readFileSync } from 'node:fs';
import { circles, importsIn, readSources } from '../support/imports';

const sources = readSources();
const arrows = sources.flatMap(({ path, files }) => files.map((file) => [path, file] as const));

/** Imports from files of one folder to files of another, as text. */
const between = (from: RegExp, to: RegExp): string[] =>
  arrows.filter(([source, target]) => from.test(source) && to.test(target)).map((arrow) => arrow.join(' imports '));

test('imports are found whatever their form', () => {
  const text = `import a from './a';
    import type { B } from './b';
    export * from './c';
    export { d } from './d';
    type E = import('./e').E;
    const f = await import('./f');
    const g = (require('./g') as typeof import('./h')).g;
    import './i';
    const no = "from './no'"; // import './neither'`;
  expect(
    importsIn(text)
      .map((name) => name.slice(2))
      .sort(),
  ).toEqual([...'abcdefghi']);
});

test('a circle is found with its files, once', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', ['e']],
    ['e', []],
  ]);
  expect(circles(graph)).toEqual([['a', 'b', 'c']]);
});

test('no files import each other in a circle, types included', () => {
  expect(circles(new Map(sources.map(({ path, files }) => [path, files])))).toEqual([]);
});

/** The layers of the laptop, lowest first. A file imports files of its own folder and of lower layers. */
const layers: readonly (readonly RegExp[])[] = [
  [/^local\/kernel\//],
  [/^local\/wire\//, /^local\/iam\//, /^local\/assembly\//],
  [/^local\/engines\//, /^local\/faults\//],
  [/^local\/services\//],
  [/^local\/[^/]+$/],
  [/^local\/testing\//],
  [/^local\/test\//],
];

test('the layers of the laptop import nothing above them, and nothing beside them', () => {
  const placeOf = (path: string) => {
    const rank = layers.findIndex((folders) => folders.some((folder) => folder.test(path)));
    return { rank, folder: layers[rank]?.find((folder) => folder.test(path)) };
  };
  const wrong = arrows.filter(([source, target]) => {
    const [from, to] = [placeOf(source), placeOf(target)];
    if (from.rank < 0 || to.rank < 0 || from.folder === to.folder) return false;
    return to.rank >= from.rank;
  });
  expect(wrong.map((arrow) => arrow.join(' imports '))).toEqual([]);
});

test('nothing outside of local/ reaches deeper into it than its exports', () => {
  expect(between(/^(?!local\/)/, /^local\//)).toEqual([]);
  const faces = ['@omnistream/local', '@omnistream/local/test', '@omnistream/local/wire'];
  const specifiers = new Set(sources.flatMap(({ specifiers }) => specifiers));
  expect([...specifiers].filter((name) => name.startsWith('@omnistream/') && !faces.includes(name))).toEqual([]);
});

test('what is deployed and the command line know nothing of the laptop', () => {
  const users = sources.filter(
    ({ path, specifiers }) =>
      /^(bin|lib|lambda|web|cli)\//.test(path) && specifiers.some((name) => name.startsWith('@omnistream/local')),
  );
  expect(users.map(({ path }) => path)).toEqual([]);
});

test('local/ imports nothing of the app around it', () => {
  expect(between(/^local\//, /^(?!local\/)/)).toEqual([]);
});

test('local/ reads no file of the app around it by its path', () => {
  const path = /['"`](\.\.?\/)*(bin|checks|cli|lambda|lib|review|test|web)\/[\w./-]+\.\w+['"`]/g;
  const found = sources
    .filter((source) => source.path.startsWith('local/'))
    .flatMap(({ path: file, specifiers }) => {
      const named = readFileSync(file, 'utf8').match(path) ?? [];
      return named.filter((name) => !specifiers.includes(name.slice(1, -1))).map((name) => `${file} names ${name}`);
    });
  expect(found).toEqual([]);
});

test.each([
  ['cli/', /^cli\//, /^(bin|lib|lambda|web|test)\//],
  ['lambda/', /^lambda\//, /^(bin|lib|web|test|checks|review|ops|scripts)\//],
  // The canary is a user of the platform, as the command line is.
  ['lambda/ without the canary', /^lambda\/(?!canary\/)/, /^(cli|lambda\/canary)\//],
  ['lib/', /^lib\//, /^(bin|cli|web|test|checks|review|ops)\//],
  ['the sources', /^(bin|lib|lambda|web|cli|checks|cost|ops|review)\//, /^test\//],
])('%s imports nothing above it', (_, from, above) => {
  expect(between(from, above)).toEqual([]);
});

test('lib/ takes tables and descriptors from lambda/, and neither entries nor adapters', () => {
  expect(between(/^lib\//, /^lambda\/.*\.(lambda|client)\.ts$/)).toEqual([]);
});
