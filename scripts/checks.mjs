// The checks of `checks/`, for scripts: they are TypeScript, and so bundled as the runtime is.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleTool, root } from './tool.mjs';

/** Where the stages are kept as they were released last. */
export const releasedFile = join(root, 'checks/released.json');

/** What `checks/index.ts` exports. */
export async function loadChecks() {
  return createRequire(import.meta.url)(await bundleTool('checks', 'checks/index.ts'));
}

/** The last release. Empty before the first one. */
export function readReleased() {
  return existsSync(releasedFile) ? JSON.parse(readFileSync(releasedFile, 'utf8')) : {};
}
