import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '..', '..');

/** Bundles the process that transcodes, as the build does, to where `node-av` can be found from. Answers its path. */
export function buildWorker(): string {
  const folder = join(root, 'node_modules', '.cache', 'omnistream', 'test');
  mkdirSync(folder, { recursive: true });
  // Test files run side by side: each writes its own.
  const outfile = join(folder, `transcode-worker-${process.env.JEST_WORKER_ID ?? '0'}.cjs`);
  buildSync({
    entryPoints: [join(root, 'local', 'engines', 'transcode', 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['node-av'],
  });
  return outfile;
}
