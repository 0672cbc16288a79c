import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildWorker } from '../../testing/engine-worker';
import { until } from '../../testing/until';

const script = `
  const child = require('node:child_process').fork(process.argv[1], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const output = { path: '-', format: 'null', options: {}, tracks: [{ label: 'v0', medium: 'video', encoder: 'libx264', options: {} }] };
  const graph = { description: 'testsrc2=duration=3600[v0]', streams: [], outputs: ['v0'] };
  child.send({ kind: 'transcode', driver: { kind: 'node-av' }, plan: { graphs: [graph], outputs: [output] } });
  child.on('message', ({ kind }) => { if (kind === 'progress') console.log(child.pid); });
`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('the process that transcodes does not survive a runtime that is killed', async () => {
  const runtime = spawn(process.execPath, ['-e', script, buildWorker('transcode')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(runtime.stdout, 'data');
  const pid = Number(String(line).split('\n')[0]);
  expect(isAlive(pid)).toBe(true);
  runtime.kill('SIGKILL');
  await until(() => !isAlive(pid));
  expect(isAlive(pid)).toBe(false);
});
