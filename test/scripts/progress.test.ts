import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const folder = () => mkdtempSync(join(tmpdir(), 'start-'));
const logged = (home: string): { message: string; error?: string }[] =>
  readFileSync(join(home, 'runtime.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a step is reported again and again while the main thread does nothing but work', () => {
  const home = folder();
  const output = join(home, 'output');
  const script = `
    import { readFileSync } from 'node:fs';
    import { openLog, openProgress } from './scripts/progress.mjs';
    const progress = openProgress(openLog(${JSON.stringify(home)}), 50);
    const done = progress.begin('blocking');
    // Not once does the event loop turn.
    while (readFileSync(${JSON.stringify(output)}, 'utf8').split('… blocking (').length < 3);
    done();
    progress.close();`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', openSync(output, 'w'), 'pipe'],
    timeout: 500_000,
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(readFileSync(output, 'utf8')).toMatch(/^ {2}blocking\n {2}… blocking \(\d+ s\)\n {2}… blocking \(\d+ s\)\n/);
  expect(logged(home).map(({ message }) => message)).toEqual(['starting', 'blocking', 'done: blocking']);
});

test('a start that fails at once says why in one line, and in its log', () => {
  const home = folder();
  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', '--port', '1'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, OMNISTREAM_HOME: home },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^OmniStream did not start: Unknown option '--port'.*\n$/);
  expect(logged(home).map(({ message }) => message)).toEqual(['starting', 'failed']);
});

test('a folder that cannot be made is named', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, OMNISTREAM_HOME: join(root, 'package.json', 'home') },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^OmniStream did not start: .*package\.json.*\n$/);
});
