import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '..', '..');
const { testTimeout } = require(join(root, 'jest.config.js')) as { testTimeout: number };

const files = ['test', 'local/test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .filter((name) => name !== relative(root, __filename)),
);

const ends = /^(\s*)\}, ([\d_]{4,})\);$|^\s+([\d_]{5,}),\n\s*\);$|jest\.setTimeout\(([\d_]+)\)/gm;

/** Timeouts of single tests, hooks and files, in milliseconds, as they are written in a source. */
function timeouts(source: string): number[] {
  return [...source.matchAll(ends)].flatMap((match) => {
    const [, indent = '', block, argument, file] = match;
    const opening = source
      .slice(0, match.index)
      .split('\n')
      .findLast((line) => line.startsWith(indent) && /^\S/.test(line.slice(indent.length)));
    // A timer of the test's own, and no limit of a test.
    if (block && opening?.includes('setTimeout(')) return [];
    return [Number((block ?? argument ?? file ?? '').replaceAll('_', ''))];
  });
}

test('no test has less time than the guard of all tests: a busy machine is not a fault', () => {
  const short = files.flatMap((file) =>
    timeouts(readFileSync(join(root, file), 'utf8'))
      .filter((each) => each <= testTimeout)
      .map((each) => `${file}: ${each} ms`),
  );
  expect(short).toEqual([]);
});

test.each([
  ['a test', "test('x', () => {\n}, 60_000);", 60_000],
  ['a hook', '  beforeAll(async () => {\n  }, 5000);', 5000],
  ['a table', "test.each(\n  [1],\n)(\n  'x',\n  run,\n  90_000,\n);", 90_000],
  ['a file', 'jest.setTimeout(1_000);', 1000],
])('the timeout of %s is found', (_, source, expected) => {
  expect(timeouts(source)).toEqual([expected]);
});
