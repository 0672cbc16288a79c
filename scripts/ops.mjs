// `npm run teardown -- STAGE …`, and so for preflight, redrive and recover: synthesizes the stage and runs the command from
// its TypeScript sources in ops/. `-c KEY=VALUE` adds to the app's context; `--assembly FOLDER` uses an existing assembly.
import { buildAll, bundleTool, root, synthesizeStage } from './tool.mjs';

process.chdir(root);
// The SDK's warning about Node versions would hide the output of the command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const [command, ...argv] = process.argv.slice(2);
const context = {};
const rest = [];
while (argv.length) {
  const word = argv.shift();
  if (word === '-c' || word === '--context') {
    const [key, value = ''] = (argv.shift() ?? '').split(/=(.*)/s);
    context[key] = value;
  } else rest.push(word);
}

/** Options without a value. */
const flags = ['--go', '--help'];
const hasValue = (word = '') => word.startsWith('--') && !flags.includes(word);

/** The stage is the first word that is neither an option nor its value. */
const stage = rest.find((word, at) => !word.startsWith('-') && !hasValue(rest[at - 1]));

if (stage && !rest.includes('--assembly') && !rest.includes('--help')) {
  buildAll();
  rest.push('--assembly', synthesizeStage(stage, `dist/ops/${stage.replace(/\W/g, '_')}`, context));
}
process.argv.splice(2, Infinity, ...rest);
await import(await bundleTool(command, `ops/${command}/main.ts`));
