import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..');

/** The packages that each engine's worker loads at run time. */
const external = {
  transcode: ['node-av'],
  recognise: ['koffi'],
  speak: ['@echogarden/*'],
  recommend: [],
};

/**
 * Bundles an engine's worker, as the build does, into a folder below `node_modules`, from where the worker finds its
 * packages. Returns the bundle's path. Test files run in parallel, so each Jest worker writes its own bundle.
 */
export function buildWorker(engine: keyof typeof external): string {
  const folder = join(root, 'node_modules', '.cache', 'omnistream', 'test');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${engine}-worker-${process.env.JEST_WORKER_ID ?? '0'}.cjs`);
  buildSync({
    entryPoints: [join(root, 'local', 'engines', engine, 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: external[engine],
  });
  return outfile;
}
