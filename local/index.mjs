// The face of this package in plain JavaScript, so that Node runs it without a build; the rest is bundled from here.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

/** The names, sizes and times of this package's sources, and the folder of its bundles. */
function fingerprint(outdir) {
  const hash = createHash('sha256').update(outdir);
  const sources = readdirSync(here, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !/^(dist|test)\W/.test(path.slice(here.length + 1)));
  for (const path of sources.sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

export async function buildRuntime(outdir) {
  const entryPoints = { local: join(here, 'main.ts'), ...workers };
  const stamp = join(outdir, 'local.stamp');
  const wanted = fingerprint(outdir);
  const isBuilt = [stamp, ...Object.keys(entryPoints).map((name) => join(outdir, `${name}.cjs`))].every(existsSync);
  if (!isBuilt || readFileSync(stamp, 'utf8') !== wanted) {
    await bundle(entryPoints, outdir);
    writeFileSync(stamp, wanted);
  }
  return join(outdir, 'local.cjs');
}

export async function startRuntime({ port = 0, log = () => {}, ...options }) {
  const outdir = join(here, 'dist');
  await bundle({ runtime: join(here, 'runtime.ts'), ...workers }, outdir);
  const runtime = createRequire(import.meta.url)(join(outdir, 'runtime.cjs'));
  const built = Object.fromEntries(engines.map((engine) => [engine, join(outdir, `${engine}-worker.cjs`)]));
  return runtime.startRuntime({ ...options, port, log, workers: built });
}
