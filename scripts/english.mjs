// `node scripts/english.mjs [--update] [--visible] [PATHS…]`: checks texts and comments for wordings that are not plain
// English. `npm run lint` runs it on the whole repository. The patterns and the numbers are in checks/english/.
import { createRequire } from 'node:module';
import { bundleTool, root } from './tool.mjs';

const { run } = createRequire(import.meta.url)(await bundleTool('english', 'checks/english/main.ts'));
process.exitCode = run(process.argv.slice(2), root, process.cwd());
