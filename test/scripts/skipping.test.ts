import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Nothing of how this run itself was started. */
const fresh = { OMNISTREAM_ADDITIONAL: '/nonexistent', OMNISTREAM_TESTS_WITHOUT: '', OMNISTREAM_MAY_SKIP: '' };

/** A run of `test/support/cases/skipping.ts`, as `npm test` runs the others. */
function run(env: NodeJS.ProcessEnv, ...args: string[]) {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const { status, stdout } = spawnSync(
    process.execPath,
    [jest, '-w', '1', '--testMatch', '**/test/support/cases/skipping.ts', ...args],
    { cwd: root, encoding: 'utf8', env: { ...process.env, ...fresh, ...env } },
  );
  return { status, stdout };
}

test('a run without tools passes, and lists what was skipped with how to install it', () => {
  const { status, stdout } = run({ OMNISTREAM_TESTS_WITHOUT: 'all', OMNISTREAM_SKIP_NOTHING: '' });
  expect(stdout.match(/^ {2}.*$/gm)).toEqual([
    '  chromium: 3 tests; apt-get install chromium, or name a browser by CHROMIUM_PATH',
    '  njs: 2 tests; apt-get install njs',
    '  moto: 2 tests; pip install "moto[server]"',
    '  without a reason: nobody knows why',
    '  recorded/absent.json',
  ]);
  expect(status).toBe(0);
});

test('the same run fails where nothing may be skipped', () => {
  expect(run({ OMNISTREAM_TESTS_WITHOUT: 'all', OMNISTREAM_SKIP_NOTHING: '1' }).status).toBe(1);
});

test('tools that cannot be installed are named, and only these may be missing', () => {
  const only = (...may: string[]) =>
    run(
      { OMNISTREAM_TESTS_WITHOUT: 'all', OMNISTREAM_SKIP_NOTHING: '1', OMNISTREAM_MAY_SKIP: may.join(',') },
      ...['-t', 'needs nothing'],
    ).status;
  expect(only('moto', 'chromium', 'njs')).toBe(0);
  expect(only('moto')).toBe(1);
});

test('absent additional suites alone do not fail it, nor does a choice of tests', () => {
  const { status, stdout } = run({ OMNISTREAM_SKIP_NOTHING: '1' }, '-t', 'needs nothing|as recorded');
  expect(stdout).toContain('recorded/absent.json');
  expect(status).toBe(0);
});
