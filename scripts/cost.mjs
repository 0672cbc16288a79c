// `npm run cost -- --hours-of-source N --languages N --viewing-hours N [--stored-hours N] [--stage NAME] [--json]`: what a
// month of the stage costs, from its templates and the prices in cost/. `--assembly FOLDER` takes an assembly that is there.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
process.chdir(root);

function fail(message) {
  console.error(message);
  process.exit(1);
}

function synthesize(stage) {
  const folder = `dist/cost/${stage.replace(/\W/g, '_')}`;
  const built = spawnSync(process.execPath, ['scripts/build.mjs', 'all'], { encoding: 'utf8' });
  if (built.status !== 0) fail(built.stderr.trim());
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  const CDK_CONTEXT_JSON = JSON.stringify({ ...context, stage });
  const { status, stderr } = spawnSync(process.execPath, ['dist/app.cjs'], {
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON, CDK_VALIDATION: 'false' },
  });
  // The app's own words, without the stack trace that Node puts around them.
  if (status !== 0) fail(/^(?:\w*Error: )(.+)$/m.exec(stderr)?.[1] ?? stderr.trim());
  return folder;
}

await build({
  entryPoints: { cost: 'cost/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', packages: 'external' },
  ...{ sourcemap: true, logLevel: 'warning' },
});
process.setSourceMapsEnabled(true);
const { run } = createRequire(import.meta.url)(resolve('dist/cost.cjs'));
process.exitCode = run(process.argv.slice(2), synthesize);
