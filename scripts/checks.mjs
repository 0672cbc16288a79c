// The checks of `checks/`, for scripts: they are TypeScript, and so bundled as the runtime is.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = resolve(fileURLToPath(new URL('.', import.meta.url)), '..');

/** Where the stages are kept as they were released last. */
export const releasedFile = join(root, 'checks/released.json');

/** What `checks/index.ts` exports. */
export async function loadChecks() {
  const outfile = join(root, 'dist/checks.cjs');
  await build({
    entryPoints: [join(root, 'checks/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return createRequire(import.meta.url)(outfile);
}

/** The last release. Empty before the first one. */
export function readReleased() {
  return existsSync(releasedFile) ? JSON.parse(readFileSync(releasedFile, 'utf8')) : {};
}
