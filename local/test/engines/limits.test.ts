import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { describeLimits } from '../../engines/limits/describe-limits';
import { encodeLimits, type LimitName, probeLimits, type WorkerLimits } from '../../engines/limits/limits';
import { memoryByProc, memoryByPs } from '../../engines/limits/memory';
import { watchLimits } from '../../engines/limits/watchdog';
import { TranscodeError, Transcoder } from '../../engines/transcode/transcoder';
import { type TaskEnd, WorkerProcesses } from '../../engines/worker-process';
import { buildWorker } from '../../testing/engine-worker';
import { film } from '../../testing/films';
import { needs } from '../../testing/needs';
import { until } from '../../testing/until';

const generous: WorkerLimits = {
  memoryBytes: 4e9,
  cpuSeconds: 600,
  silentSeconds: 600,
  openFiles: 1024,
  fileBytes: 1e9,
};

class Failure extends Error {
  readonly limit?: LimitName;
  readonly isMachineAtFault: boolean;

  constructor({ message, limit, isMachineAtFault }: TaskEnd) {
    super(message);
    this.limit = limit;
    this.isMachineAtFault = isMachineAtFault;
  }
}

/** Runs a program as a worker. It gets a folder as its task, into which it may write. */
async function run(program: string, limits: Partial<WorkerLimits>, signal?: AbortSignal) {
  const folder = mkdtempSync(join(tmpdir(), 'limited-'));
  const path = join(folder, 'worker.cjs');
  writeFileSync(
    path,
    `const fs = require('node:fs');
    const end = (message) => process.send(message, () => process.exit());
    process.once('message', ({ folder }) => { ${program} });`,
  );
  const processes = new WorkerProcesses(path, 'worker', (end) => new Failure(end));
  const done = processes.run<unknown, unknown>({ folder }, { limits: { ...generous, ...limits }, signal });
  const ended = done.catch((error: Failure) => error);
  return { folder, ended };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const grow = `const kept = []; setInterval(() => kept.push(Buffer.alloc(20e6, 1)), 1);`;

test('a worker that takes too much memory is ended, by name', async () => {
  const { ended } = await run(grow, { memoryBytes: 300e6 });
  expect(await ended).toMatchObject({
    limit: 'memory',
    message: 'the worker was ended because it reached its limit of memory',
  });
});

test('the memory of what a worker starts counts as its own, and ends with it', async () => {
  const { folder, ended } = await run(
    `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grow)}], { stdio: 'ignore' });
    fs.writeFileSync(folder + '/child', String(child.pid));`,
    { memoryBytes: 300e6 },
  );
  expect(await ended).toMatchObject({ limit: 'memory' });
  const child = Number(readFileSync(join(folder, 'child'), 'utf8'));
  await until(() => !isAlive(child));
});

test('a worker that computes for ever is ended, by name', async () => {
  const { ended } = await run('for (;;);', { cpuSeconds: 1 });
  expect(await ended).toMatchObject({ limit: 'processor time' });
});

test('a worker that does nothing for ever is ended, by name', async () => {
  const { ended } = await run('setInterval(() => {}, 1000);', { silentSeconds: 1 });
  expect(await ended).toMatchObject({ limit: 'silence' });
});

const starts = (folder: string) => readFileSync(join(folder, 'starts'), 'utf8').length;

test('the task of a worker that is killed is given to another one', async () => {
  const { folder, ended } = await run(
    `fs.appendFileSync(folder + '/starts', '.');
    if (fs.statSync(folder + '/starts').size < 3) process.kill(process.pid, 'SIGKILL');
    end({ kind: 'done', result: 'survived' });`,
    {},
  );
  expect(await ended).toBe('survived');
  expect(starts(folder)).toBe(3);
});

test('a worker that is killed again and again is a fault of the machine, and the third is the last', async () => {
  const { folder, ended } = await run(
    `fs.appendFileSync(folder + '/starts', '.'); process.kill(process.pid, 'SIGKILL');`,
    {},
  );
  expect(await ended).toMatchObject({ isMachineAtFault: true, message: expect.stringContaining('ended by SIGKILL') });
  expect(starts(folder)).toBe(3);
});

test('a worker that crashes by itself is not repeated: its input may be the reason', async () => {
  const { folder, ended } = await run(`fs.appendFileSync(folder + '/starts', '.'); process.abort();`, {});
  expect(await ended).toMatchObject({ isMachineAtFault: false, message: expect.stringContaining('SIGABRT') });
  expect(starts(folder)).toBe(1);
});

test('a worker without other limits is ended when it does not report progress', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'limited-')), 'worker.cjs');
  writeFileSync(path, 'setInterval(() => {}, 1000);');
  const processes = new WorkerProcesses(path, 'worker', (end) => new Failure(end));
  await expect(processes.run({}, { silentSeconds: 1 })).rejects.toMatchObject({
    limit: 'silence',
    isMachineAtFault: true,
  });
});

test('a worker that reports progress is not silent', () => {
  jest.useFakeTimers();
  try {
    const worker = new EventEmitter() as ChildProcess;
    const reached: LimitName[] = [];
    watchLimits(worker, { ...generous, silentSeconds: 10 }, (limit) => reached.push(limit));
    for (let second = 0; second < 60; second += 6) {
      jest.advanceTimersByTime(6000);
      worker.emit('message', { kind: 'progress' });
    }
    expect(reached).toEqual([]);
    jest.advanceTimersByTime(11_000);
    expect(reached).toEqual(['silence']);
  } finally {
    jest.useRealTimers();
  }
});

test.each([
  ['descriptors', `for (let i = 0; i < 200; i += 1) fs.openSync(__filename);`, { openFiles: 100 }, 'EMFILE'],
  ['bytes of a file', `fs.writeFileSync(folder + '/out', Buffer.alloc(2e6));`, { fileBytes: 1e6 }, 'EFBIG'],
])('the system refuses more %s than a worker may have', async (_, program, limits, code) => {
  const { ended } = await run(
    `try { ${program} end({ kind: 'done' }); } catch (error) { end({ kind: 'failed', message: error.code }); }`,
    limits,
  );
  expect(await ended).toMatchObject({ message: code });
});

test('what a worker has started ends with an aborted task', async () => {
  const abort = new AbortController();
  const { folder, ended } = await run(
    `const child = require('node:child_process').spawn('sleep', ['1000'], { stdio: 'ignore' });
    fs.writeFileSync(folder + '/draft', String(child.pid));
    fs.renameSync(folder + '/draft', folder + '/child');`,
    {},
    abort.signal,
  );
  const child = await until(() => {
    try {
      return Number(readFileSync(join(folder, 'child'), 'utf8'));
    } catch {
      return undefined;
    }
  });
  abort.abort(new Error('no longer wanted'));
  expect(await ended).toMatchObject({ message: 'no longer wanted' });
  await until(() => !isAlive(child));
});

test('an encode that never ends reaches the limit of its time, and one that writes for ever that of its files', async () => {
  const workerPath = buildWorker('transcode');
  const input = await film('plain', workerPath);
  const encode = (limits: Partial<WorkerLimits>) =>
    new Transcoder({ workerPath, driver: { kind: 'node-av' }, limits }).transcode({
      input,
      graphs: [{ description: '[0:0]loop=loop=-1:size=72[v0]', streams: [0], outputs: ['v0'] }],
      outputs: [
        {
          path: join(mkdtempSync(join(tmpdir(), 'limited-')), 'out.mp4'),
          format: 'mp4',
          options: {},
          tracks: [{ label: 'v0', medium: 'video', encoder: 'libx264', options: { preset: 'ultrafast' } }],
        },
      ],
    });
  await expect(encode({ cpuSeconds: 2 })).rejects.toMatchObject({ name: 'TranscodeError', limit: 'processor time' });
  await expect(encode({ fileBytes: 200_000 })).rejects.toThrow(/File too large/);
});

test('a probe that reaches a limit fails as a file that cannot be read', async () => {
  const workerPath = buildWorker('transcode');
  const probe = new Transcoder({ workerPath, limits: { memoryBytes: 1e6 } }).probe(await film('plain', workerPath));
  await expect(probe).rejects.toThrow(TranscodeError);
  await expect(probe).rejects.toMatchObject({ limit: 'memory' });
});

test('the limits grow with the film, as declared or by its bytes, and are bounded', () => {
  expect(probeLimits).toEqual({ memoryBytes: 768e6, cpuSeconds: 15, silentSeconds: 120, openFiles: 256, fileBytes: 0 });
  const hour = encodeLimits(3600, 1e9);
  expect(hour).toMatchObject({ cpuSeconds: 600 + 3600 * 60, silentSeconds: 600, fileBytes: 100e6 + 3600 * 4e6 });
  expect(hour.memoryBytes).toBeLessThan(totalmem());
  // A length that is missing, and one that is too short for the file, are estimated.
  expect(encodeLimits(undefined, 1e6).cpuSeconds).toBe(600 + 1000 * 60);
  expect(encodeLimits(1, 3600e6).cpuSeconds).toBe(hour.cpuSeconds);
});

needs('procfs').test('memory is measured with the children of a process', async () => {
  expect(await memoryByProc(process.pid)).toBeGreaterThan(process.memoryUsage.rss() / 2);
  expect(await memoryByProc(2 ** 30)).toBe(0);
});

test('where there is no /proc, ps measures the same', async () => {
  expect(await memoryByPs(process.pid)).toBeGreaterThan(process.memoryUsage.rss() / 2);
  expect(await memoryByPs(2 ** 30)).toBe(0);
});

test('the start names the limits that a system lacks', () => {
  expect(describeLimits({ system: true, memory: true })).toBe(
    'limits memory, time, open files and output of each process that reads films',
  );
  expect(describeLimits({ system: true, memory: false })).toMatch(/^cannot limit memory of/);
  expect(describeLimits({ system: false, memory: false })).toMatch(
    /^cannot limit memory, processor time, open files or the size of files of/,
  );
});
