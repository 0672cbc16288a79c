// The checks of `checks/` for scripts. They are TypeScript, so they are bundled like the runtime.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleTool, root } from './tool.mjs';

/** The file with the last release of each stage. */
export const releasedFile = join(root, 'checks/released.json');

/** The exports of `checks/index.ts`. */
export async function loadChecks() {
  return createRequire(import.meta.url)(await bundleTool('checks', 'checks/index.ts'));
}

/** The last release of each stage. Empty before the first release. */
export function readReleased() {
  return existsSync(releasedFile) ? JSON.parse(readFileSync(releasedFile, 'utf8')) : {};
}
