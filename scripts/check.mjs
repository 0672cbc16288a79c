// `npm run check`: lint and types run beside validation and the review pack, since each uses one core most of its time;
// then all tests, with the arguments of the command. Prints the output of each part when it ends. The first part that
// fails ends the check.
import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const chains = [
  [
    ['npm', 'run', 'lint'],
    ['npm', 'run', 'types'],
  ],
  [
    ['npm', 'run', 'validate'],
    ['npm', 'run', 'review', '--', '--check', '--assemblies', 'dist/validate'],
  ],
];
const running = new Set();

/** Runs a command to its end, and returns its exit status. `stdio` as for `spawn`. */
function run([command, ...args], stdio) {
  return new Promise((done, fail) => {
    // In a group of its own, so that its children end with it.
    const child = spawn(command, args, { cwd: root, stdio, detached: stdio !== 'inherit' });
    running.add(child);
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => output.push(data));
    child.on('error', fail);
    child.on('close', (code) => {
      running.delete(child);
      if (output.length > 0 && !ended) process.stdout.write(Buffer.concat(output));
      done(code ?? 1);
    });
  });
}

let ended = false;

/** Ends the check, and everything that still runs. */
function end(status) {
  ended = true;
  for (const { pid } of running) process.kill(-pid, 'SIGTERM');
  process.exitCode = status;
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end(1));

async function part(commands) {
  for (const command of commands) {
    if (ended) return;
    const started = performance.now();
    const status = await run(command, ['ignore', 'pipe', 'pipe']);
    if (ended) return;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`${status === 0 ? '✓' : '✗'} ${command.join(' ')} (${seconds} s)`);
    if (status !== 0) end(status);
  }
}

await Promise.all(chains.map(part));
if (!ended)
  process.exitCode = await run(
    [process.execPath, 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
    'inherit',
  );
