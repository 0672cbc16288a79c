// `npm run cost -- --hours-of-source N --languages N --viewing-hours N [--stored-hours N] [--stage NAME] [--json]`: the
// monthly cost of the stage, from its templates and the prices in cost/. `--assembly FOLDER` uses an existing assembly.
import { createRequire } from 'node:module';
import { buildAll, bundleTool, root, synthesizeStage } from './tool.mjs';

process.chdir(root);

function synthesize(stage) {
  buildAll();
  return synthesizeStage(stage, `dist/cost/${stage.replace(/\W/g, '_')}`);
}

const { run } = createRequire(import.meta.url)(await bundleTool('cost', 'cost/main.ts'));
process.exitCode = run(process.argv.slice(2), synthesize);
