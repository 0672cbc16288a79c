import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './workspace.mjs';

/**
 * Starts the platform by a command, on free ports and with a home of its own.
 * Answers `{ port, home, readyAfter, stop }`; `readyAfter` are the milliseconds until it said that it is ready.
 */
export async function startPlatform(folder, command, args) {
  const home = mkdtempSync(join(tmpdir(), 'omnistream-bench-home-'));
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: folder,
    // A group of its own: npm does not always hand signals on.
    detached: true,
    env: { ...process.env, PORT: String(port), OMNISTREAM_HOME: home, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((done) => child.once('close', done));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGINT');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await ready(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, home, readyAfter: performance.now() - startedAt, stop };
}

function ready(child) {
  let output = '';
  return new Promise((done, failed) => {
    const take = (text) => {
      output += text;
      if (output.includes('OmniStream is ready')) done();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', failed);
    child.once('exit', () => failed(new Error(`the platform ended before it was ready:\n${output}`)));
  });
}
