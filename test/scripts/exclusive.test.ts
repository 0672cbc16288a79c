import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'exclusive-'));
const exclusively = resolve(__dirname, '../../scripts/exclusive.mjs');

/** A process that notes when its work begins and ends. */
const worker = (name: string, lock: string, log: string) =>
  spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { appendFileSync } from 'node:fs';
     import { exclusive } from ${JSON.stringify(exclusively)};
     const note = (what) => appendFileSync(${JSON.stringify(log)}, what + ' ${name}\\n');
     await exclusive(${JSON.stringify(lock)}, async () => {
       note('begin');
       await new Promise((done) => setTimeout(done, 50));
       note('end');
     });`,
  ]);

test('processes do the same work one after the other', async () => {
  const [lock, log] = [join(folder, 'one.lock'), join(folder, 'log')];
  const workers = ['a', 'b', 'c', 'd'].map((name) => worker(name, lock, log));
  const ends = await Promise.all(workers.map((each) => once(each, 'exit')));
  expect(ends.map(([status]) => status)).toEqual([0, 0, 0, 0]);
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(8);
  for (let at = 0; at < lines.length; at += 2) expect(lines[at + 1]).toBe(lines[at]?.replace('begin', 'end'));
});

test('the lock of a process that has ended holds nobody up', async () => {
  const [lock, log] = [join(folder, 'two.lock'), join(folder, 'second-log')];
  const ended = spawn(process.execPath, ['--eval', '']);
  await once(ended, 'exit');
  writeFileSync(lock, String(ended.pid));
  const [status] = await once(worker('a', lock, log), 'exit');
  expect(status).toBe(0);
  expect(readFileSync(log, 'utf8')).toBe('begin a\nend a\n');
});
