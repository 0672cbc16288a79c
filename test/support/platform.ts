import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FaultPlanInput } from '@omnistream/local';
import { ownerKeys } from '@omnistream/local/test';
import { assemblyFolder, laptopContext } from '../../scripts/assembly-folder.mjs';

const root = resolve(__dirname, '../..');

export interface Platform {
  readonly home: string;
  readonly port: number;
  /** `http://127.0.0.1:{port}` */
  readonly web: string;
  readonly aws: string;
  /** For SDK clients: the account's owner. */
  readonly owner: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The folder of the cloud assembly that it runs. */
  readonly assembly: string;
  readonly pid: number;
  /** What it has printed so far. */
  readonly output: () => string;
  /** Milliseconds from the start of the process to "OmniStream is ready". */
  readonly readyAfter: number;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

/** The first of three free ports in a row. */
async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const base = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([base, base + 1, base + 2].map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no three free ports in a row');
}

const isFree = (port: number) =>
  new Promise<boolean>((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)));
  });

/**
 * `npm start`, on free ports and over data of its own; over those of an earlier one when given. `context`: `stage=dev-drm` and
 * the like. `assembly`: another one than `npm start` would synthesize, run by what the last `npm start` has built. `faults`:
 * what fails on demand.
 */
export async function startPlatform(
  over: {
    home?: string;
    port?: number;
    context?: string[];
    assembly?: string;
    faults?: FaultPlanInput;
    daysLater?: number;
  } = {},
): Promise<Platform> {
  const home = over.home ?? mkdtempSync(join(tmpdir(), 'omnistream-'));
  const port = over.port ?? (await freePort());
  const startedAt = Date.now();
  const context = (over.context ?? []).flatMap((pair) => ['-c', pair]);
  const script = over.assembly ? ['dist/local.cjs'] : ['scripts/start.mjs', ...context];
  const given = Object.fromEntries((over.context ?? []).map((pair) => pair.split('=')));
  const assembly = over.assembly ?? resolve(root, assemblyFolder(laptopContext(given)));
  const plan = `${home}-faults.json`;
  if (over.faults) writeFileSync(plan, JSON.stringify(over.faults));
  const child = spawn(process.execPath, script, {
    cwd: root,
    env: {
      ...process.env,
      OMNISTREAM_ASSEMBLY: assembly,
      PORT: String(port),
      OMNISTREAM_HOME: home,
      NODE_NO_WARNINGS: '1',
      ...(over.faults && { OMNISTREAM_FAULTS: plan }),
      ...(over.daysLater && { OMNISTREAM_DAYS_LATER: String(over.daysLater) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await ready(child, (text) => {
    output += text;
    return output;
  });
  const web = `http://127.0.0.1:${port}`;
  const aws = `http://127.0.0.1:${port + 1}`;
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.once('exit', () => done());
      child.kill(signal);
    });
  return {
    home,
    port,
    web,
    aws,
    owner: { endpoint: aws, region: 'eu-west-1', credentials: ownerKeys(home) },
    assembly,
    pid: child.pid as number,
    output: () => output,
    readyAfter: Date.now() - startedAt,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
  };
}

/** `keep`: keeps what was printed, and returns all of it. */
function ready(child: ChildProcess, keep: (text: string) => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const take = (text: Buffer) => {
      if (keep(text.toString()).includes('OmniStream is ready')) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => {
      reject(new Error(`the platform ended with ${code} before it was ready:\n${keep('')}`));
    });
  });
}

export interface CliResult {
  readonly status: number | null;
  /** The object on the last line of standard output. */
  // biome-ignore lint/suspicious/noExplicitAny: each command has its own
  readonly json: any;
  readonly stderr: string;
}

/** `npx omnistream …`, as a user would run it beside the platform. */
export function omnistream(platform: Platform, ...args: string[]): CliResult {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['cli/omnistream.mjs', ...args, '--api', platform.web, '--json'],
    { cwd: root, env: { ...process.env, OMNISTREAM_HOME: platform.home }, encoding: 'utf8' },
  );
  return resultOf({ status, stdout, stderr });
}

function resultOf({ status, stdout, stderr }: { status: number | null; stdout: string; stderr: string }): CliResult {
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return { status, json: last.startsWith('{') ? JSON.parse(last) : undefined, stderr };
}

/** {@link omnistream} beside what else the test does. */
export function omnistreamBeside(platform: Platform, ...args: string[]): Promise<CliResult> {
  const child = omnistreamLater(platform, ...args);
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(resultOf({ status, ...output })));
  });
}

/** The CLI without waiting for it. */
export function omnistreamLater(platform: Platform, ...args: string[]): ChildProcess {
  return spawn(process.execPath, ['cli/omnistream.mjs', ...args, '--api', platform.web, '--json'], {
    cwd: root,
    env: { ...process.env, OMNISTREAM_HOME: platform.home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
