import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './workspace.mjs';

/**
 * Starts the platform with a command, on free ports and with a separate data folder.
 * Returns `{ port, home, aws, readyAfter, omnistream, stop }`. `aws`: the configuration of SDK clients of the account's
 * owner. `readyAfter`: milliseconds until it reported that it is ready.
 * `omnistream(...args)` runs the CLI and returns the JSON that it prints. Throws if the CLI fails.
 */
export async function startPlatform(folder, command, args) {
  const home = mkdtempSync(join(tmpdir(), 'omnistream-bench-home-'));
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: folder,
    // A separate process group, because npm does not always forward signals.
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
  const readyAfter = performance.now() - startedAt;
  const aws = ownerConfig(home);
  return { port, home, aws, readyAfter, omnistream: (...args) => omnistream(folder, { port, home }, args), stop };
}

/** Reads the profile that the platform wrote for tools. */
function ownerConfig(home) {
  const lines = readFileSync(join(home, 'aws-config'), 'utf8').split('\n');
  const profile = Object.fromEntries(lines.map((line) => line.split(/ = (.*)/s).slice(0, 2)));
  const credentials = { accessKeyId: profile.aws_access_key_id, secretAccessKey: profile.aws_secret_access_key };
  return { endpoint: profile.endpoint_url, region: profile.region, credentials };
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

function omnistream(folder, { port, home }, args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['cli/omnistream.mjs', ...args, '--api', `http://127.0.0.1:${port}`, '--json'],
    { cwd: folder, env: { ...process.env, OMNISTREAM_HOME: home }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`omnistream ${args[0]} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
