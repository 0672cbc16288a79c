// `npm start`: synthesizes the app if its sources are newer than the assembly, and runs it on this machine.
// `npm start -- -c stage=dev-drm` adds to the app's context like `cdk -c`; each context has its own assembly.
// All recommenders run here, because they cost nothing. `-c maxRecommenders=0` leaves them out, like `dev` on AWS.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildRuntime } from '@omnistream/local';
import { stop as stopEsbuild } from 'esbuild';
import { assemblyFolder, laptopContext } from './assembly-folder.mjs';
import { exclusive } from './exclusive.mjs';
import { openLog, openProgress } from './progress.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
process.chdir(root);
// Hides the SDK's advice about Node versions: it concerns deployments.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

let log;
/** Ends a start that cannot succeed, with a line that gives the reason. */
function fail(error) {
  log?.('failed', { error: error.message, ...(error.cause && { cause: String(error.cause) }) });
  console.error(`OmniStream did not start: ${error.message}`);
  process.exit(1);
}

/** The arguments after `npm start --`. */
function contextOf() {
  const context = { type: 'string', short: 'c', multiple: true, default: [] };
  try {
    log = openLog(resolve(process.env.OMNISTREAM_HOME ?? '.omnistream'));
    return parseArgs({ options: { context } }).values;
  } catch (error) {
    return fail(error);
  }
}

const values = contextOf();
const given = Object.fromEntries(values.context.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const added = laptopContext(given);
const assembly = assemblyFolder(added);

/** The names, sizes and times of all sources of the assembly. */
function fingerprint() {
  const hash = createHash('sha256');
  const sources = ['bin', 'lib', 'lambda', 'web'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  for (const file of [
    ...sources,
    'cdk.json',
    'package-lock.json',
    'scripts/build.mjs',
    'scripts/slim-sdk.mjs',
  ].sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Runs a program of this project. Prints its output, and fails the start if the program fails. */
async function run(step, args, env = {}) {
  const done = progress.begin(step);
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
    process.stderr.write(text);
  });
  const [status, signal] = await once(child, 'close');
  if (status !== 0) throw new Error(`${step}: ended with ${signal ?? status}`, { cause: said.trim() });
  done();
}

/** Synthesizes like `cdk synth`, without the start-up time of the CLI and without a lookup of the account. */
async function synthesize() {
  const stamp = `${assembly}.stamp`;
  const wanted = fingerprint();
  if (existsSync(join(assembly, 'manifest.json')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return;
  await run('building the Lambda handlers, the page and the app', ['scripts/build.mjs', 'all']);
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  rmSync(assembly, { recursive: true, force: true });
  await run('synthesizing the app', ['dist/app.cjs'], {
    CDK_OUTDIR: assembly,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...added, 'aws:cdk:enable-asset-metadata': true }),
    // `npm run validate` validates the templates; a start does not.
    CDK_VALIDATION: 'false',
  });
  writeFileSync(stamp, wanted);
}

/** Runs the runtime in this process. */
async function bundleRuntime() {
  const done = progress.begin('building the runtime');
  const program = await buildRuntime(join(root, 'dist'));
  done();
  return program;
}

const progress = openProgress(log);
let ended;
// The steps of the runtime until it is ready, which the runtime publishes.
subscribe('omnistream:start', ({ step }) => {
  ended?.();
  ended = step && progress.begin(step);
  if (!step) progress.close();
});

let program;
try {
  console.log('Starting OmniStream');
  mkdirSync('dist', { recursive: true });
  // The two are independent, so they run in parallel.
  [program] = await Promise.all([bundleRuntime(), exclusive(`${assembly}.lock`, synthesize)]);
  // esbuild's own process would stay as long as this one.
  await stopEsbuild();
} catch (error) {
  fail(error);
}
process.env.OMNISTREAM_ASSEMBLY = assembly;
process.setSourceMapsEnabled(true);
ended = progress.begin('loading the runtime');
try {
  createRequire(import.meta.url)(program);
} catch (error) {
  fail(error);
}
