import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const root = join(__dirname, '..', '..');
/** The one file that reads beside the repository, and this one, which writes such paths as examples. */
const exempt = ['local/testing/additional.ts', 'test/scripts/stands-alone.test.ts'];

// Not by git: a downloaded archive of the repository passes its tests too.
const made = /^(\.git|\.omnistream|node_modules|dist|cdk\.out|coverage)$/;
const files = readdirSync(root)
  .filter((name) => !made.test(name))
  .flatMap((name) => {
    const path = join(root, name);
    if (!statSync(path).isDirectory()) return [name];
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((below) => posix.join(name, below));
  });
const sources = files.filter((path) =>
  /^(bench|bin|checks|cli|lambda|lib|local|scripts|test|web)\/.*\.[mc]?[jt]s$/.test(path),
);
const known = new Set(files.flatMap((path) => [path, path.replace(/\.[mc]?[jt]s$/, ''), ...folders(path)]));

function folders(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? ['.'] : [folder, ...folders(folder)];
}

/** Where a line opens files or puts paths together; other texts that climb are addresses within manifests. */
const opens = /\b(resolve|join|(read|open|exists|stat|cp|copy)(File|dir)?(Sync)?)\((?!dirname)|^import |\.\.\/shared/;

/** Paths in a source that climb, and lead to nothing that is in the repository or is made in it. */
function pathsOutside(path: string, text: string): string[] {
  const lines = text.split('\n').filter((line) => opens.test(line));
  const climbing = lines.flatMap((line) => [...line.matchAll(/['"`]((?:\.\.\/)+[^'"`\s$]*)['"`]/g)]);
  const joined = [...text.matchAll(/__dirname((?:,\s*'[^']+')+)/g)].map(([, parts]) =>
    [...(parts as string).matchAll(/'([^']+)'/g)].map(([, part]) => part).join('/'),
  );
  const written = [...climbing.map(([, text]) => text as string), ...joined.filter((text) => text.startsWith('..'))];
  return [...new Set(written)].filter((written) => {
    const target = posix.join(dirname(path), written).replace(/\/$/, '');
    return !known.has(target) && !/^(dist|node_modules)(\/|$)/.test(target);
  });
}

test('nothing in the repository reads outside of it, but the one helper', () => {
  const found = sources
    .filter((path) => !exempt.includes(path))
    .flatMap((path) =>
      pathsOutside(path, readFileSync(join(root, path), 'utf8')).map((target) => `${path}: ${target}`),
    );
  expect(found).toEqual([]);
});

test.each([
  ['test/a.test.ts', `resolve(__dirname, '..', '..', 'shared', 'media')`],
  ['scripts/a.mjs', `resolve(process.argv[2] ?? '../shared/media/film.mp4')`],
  ['test/support/a.ts', `resolve(root, '../shared/media')`],
  ['test/support/a.ts', `join(__dirname, '../../../other/x.json')`],
])('finds one in %s: %s', (path, text) => {
  expect(pathsOutside(path, text)).toHaveLength(1);
});

test.each([
  ['lambda/api/a.ts', `import { x } from '../shared/http';`],
  ['test/lambda/api/a.test.ts', `import { x } from '../../../lambda/shared/http';`],
  ['test/support/a.ts', `join(__dirname, '..', '..', 'samples', name)`],
])('passes %s: %s', (path, text) => {
  expect(pathsOutside(path, text)).toEqual([]);
});
