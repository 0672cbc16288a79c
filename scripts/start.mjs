// `npm start`: synthesizes the app where its sources are newer than the assembly, and runs it on this machine.
// `npm start -- -c stage=dev-drm` adds to the app's context, as `cdk -c` does; each context has an assembly of its own.
// Here all recommenders run: they cost nothing. `-c maxRecommenders=0` leaves them out, as `dev` does on AWS.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
process.chdir(root);
// The SDK's advice about Node versions is for who deploys, not for who looks.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const { values } = parseArgs({ options: { context: { type: 'string', short: 'c', multiple: true, default: [] } } });
const given = Object.fromEntries(values.context.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
const added = { maxRecommenders: '5', ...given };
const variant = `-${createHash('sha256')
  .update(JSON.stringify(Object.entries(added).sort()))
  .digest('hex')
  .slice(0, 8)}`;
const assembly = `dist/cdk.out${variant}`;

/** Names, sizes and times of everything that the assembly is made from. */
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

async function run(args, env = {}) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  const [status] = await once(child, 'exit');
  if (status !== 0) process.exit(status ?? 1);
}

/** What `cdk synth` does, without the CLI's own start-up time and without asking who the account is. */
async function synthesize() {
  const stamp = `dist/assembly${variant}.stamp`;
  const wanted = fingerprint();
  if (existsSync(join(assembly, 'manifest.json')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return;
  await run(['scripts/build.mjs', 'all']);
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  rmSync(assembly, { recursive: true, force: true });
  await run(['dist/app.cjs'], {
    CDK_OUTDIR: assembly,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...added, 'aws:cdk:enable-asset-metadata': true }),
    // Templates are validated by `npm run validate`, not at every start.
    CDK_VALIDATION: 'false',
  });
  writeFileSync(stamp, wanted);
}

/** This runtime itself. */
const runtime = () =>
  build({
    entryPoints: {
      local: 'local/main.ts',
      'transcode-worker': 'local/engines/transcode/worker.ts',
      'recognise-worker': 'local/engines/recognise/worker.ts',
      'speak-worker': 'local/engines/speak/worker.ts',
      'recommend-worker': 'local/engines/recommend/worker.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });

mkdirSync('dist', { recursive: true });
// Side by side: neither needs the other, and there is more than one processor.
await Promise.all([synthesize(), runtime()]);
process.env.OMNISTREAM_ASSEMBLY = assembly;
process.setSourceMapsEnabled(true);
createRequire(import.meta.url)('../dist/local.cjs');
