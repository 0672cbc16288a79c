import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..', '..');

/** Bundles the process that speaks, as the build does, to where its packages can be found from. Answers its path. */
export function buildSpeakWorker(): string {
  const folder = join(root, 'node_modules', '.cache', 'omnistream', 'test');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `speak-worker-${process.env.JEST_WORKER_ID ?? '0'}.cjs`);
  buildSync({
    entryPoints: [join(root, 'local', 'engines', 'speak', 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['@echogarden/*'],
  });
  return outfile;
}
