import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..', '..');

/** Bundles the process that recognises, as the build does, to where its packages can be found from. Answers its path. */
export function buildRecogniseWorker(): string {
  const folder = join(root, 'node_modules', '.cache', 'omnistream', 'test');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `recognise-worker-${process.env.JEST_WORKER_ID ?? '0'}.cjs`);
  buildSync({
    entryPoints: [join(root, 'local', 'engines', 'recognise', 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['koffi'],
  });
  return outfile;
}
