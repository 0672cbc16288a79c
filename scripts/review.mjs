// `npm run review`: writes the review pack (docs/review/, docs/cost.md and the diagrams) from the synthesized stages.
// `--check` compares it with what is there. `--assemblies FOLDER` takes assemblies that exist, one folder a stage.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
process.chdir(root);

const stages = ['dev', 'dev-drm', 'prod', 'review'];

function run(script, env = {}) {
  const { status } = spawnSync(process.execPath, script, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}

if (!process.argv.includes('--assemblies')) {
  run(['scripts/build.mjs', 'all']);
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  for (const stage of stages) {
    const folder = `dist/review/${stage}`;
    rmSync(folder, { recursive: true, force: true });
    // What the CLI adds for `cdk synth`: the same templates to the byte, whichever of the two wrote them.
    const metadata = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
    const CDK_CONTEXT_JSON = JSON.stringify({ ...context, ...metadata, stage });
    run(['dist/app.cjs'], { CDK_OUTDIR: folder, CDK_CONTEXT_JSON, CDK_VALIDATION: 'false' });
  }
}
await build({
  entryPoints: { review: 'review/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', packages: 'external' },
  ...{ sourcemap: true, logLevel: 'warning' },
});
process.setSourceMapsEnabled(true);
await import(resolve('dist/review.cjs'));
