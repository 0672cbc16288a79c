import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../checks/english/main';

/** A repository with two hits in the comments of `lib` and one in the text of `docs`. */
function repository(visible: number, comment: number): string {
  const root = mkdtempSync(join(tmpdir(), 'omnistream-english-'));
  for (const folder of ['lib', 'docs', 'checks/english', 'node_modules'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'lib/x.ts'), '// Read anew, and anew.\n');
  writeFileSync(join(root, 'docs/x.md'), 'Read anew.\n');
  writeFileSync(join(root, 'node_modules/x.md'), 'Read anew.\n');
  const counts = { goal: 'none', visible: { docs: visible }, comment: { lib: comment } };
  writeFileSync(join(root, 'checks/english/ratchet.json'), JSON.stringify(counts));
  return root;
}

const numbers = (root: string) => JSON.parse(readFileSync(join(root, 'checks/english/ratchet.json'), 'utf8'));

let printed: string;

beforeEach(() => {
  printed = '';
  const print = (text: string) => {
    printed += `${text}\n`;
  };
  jest.spyOn(console, 'log').mockImplementation(print);
  jest.spyOn(console, 'error').mockImplementation(print);
});

test('passes with as many hits as allowed', () => {
  expect(run([], repository(1, 2), '/')).toBe(0);
  expect(printed).toBe('Plain English: 1 hits in user-visible text, 2 in comments\n');
});

test('fails with more hits than allowed, and lists them', () => {
  expect(run([], repository(0, 2), '/')).toBe(1);
  expect(printed).toContain(
    'user-visible text of docs: 1 hits, 0 allowed; at least one of these is new\ndocs/x.md:1:6 anew  “Read anew.” → again\n',
  );
});

test('fails with fewer hits than allowed, and gives the number', () => {
  expect(run([], repository(1, 5), '/')).toBe(1);
  expect(printed).toContain(
    'comments of lib: lower the number from 5 to 2 in checks/english/ratchet.json (or run with --update)\n',
  );
});

test('--update lowers a number, and raises none', () => {
  const root = repository(0, 5);
  expect(run(['--update'], root, '/')).toBe(1);
  expect(numbers(root)).toEqual({ goal: 'none', visible: {}, comment: { lib: 2 } });
});

test('with paths, lists their hits', () => {
  const root = repository(1, 2);
  expect(run(['x.ts'], root, join(root, 'lib'))).toBe(1);
  expect(printed.split('\n')).toEqual([
    'Comments: 2',
    'lib/x.ts:1:9 anew  “Read anew, and anew.” → again',
    'lib/x.ts:1:19 anew  “Read anew, and anew.” → again',
    '',
    '0 in user-visible text, 2 in comments',
    '',
  ]);
  expect(run(['--visible', 'lib'], root, root)).toBe(0);
});

test('an unknown option is answered with the usage', () => {
  expect(run(['--nonsense'], repository(1, 2), '/')).toBe(2);
  expect(printed).toBe('usage: node scripts/english.mjs [--update] [--visible] [PATHS…]\n');
});
