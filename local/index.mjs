// The face of this package in plain JavaScript, so that Node runs it without a build; the rest is bundled from here.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

const engines = ['transcode', 'recognise', 'speak', 'recommend'];
/** Engines run beside the runtime, in processes or threads of their own. */
const workers = Object.fromEntries(
  engines.map((engine) => [`${engine}-worker`, join(here, 'engines', engine, 'worker.ts')]),
);

export const bundleOptions = {
  ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', packages: 'external' },
  alias: { '@omnistream/local/test': join(here, 'testing', 'index.ts') },
};

const bundle = (entryPoints, outdir) =>
  build({
    ...bundleOptions,
    ...{ entryPoints, outdir, outExtension: { '.js': '.cjs' }, sourcemap: true, logLevel: 'warning' },
  });

export async function buildRuntime(outdir) {
  await bundle({ local: join(here, 'main.ts'), ...workers }, outdir);
  return join(outdir, 'local.cjs');
}

export async function startRuntime({ port = 0, log = () => {}, ...options }) {
  const outdir = join(here, 'dist');
  await bundle({ runtime: join(here, 'runtime.ts'), ...workers }, outdir);
  const runtime = createRequire(import.meta.url)(join(outdir, 'runtime.cjs'));
  const built = Object.fromEntries(engines.map((engine) => [engine, join(outdir, `${engine}-worker.cjs`)]));
  return runtime.startRuntime({ ...options, port, log, workers: built });
}
