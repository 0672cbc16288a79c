// `npm run teardown -- STAGE …`, `npm run preflight -- STAGE …`: synthesizes the stage, and runs the command from its
// TypeScript sources in ops/. `-c KEY=VALUE` adds to the app's context; `--assembly FOLDER` takes one that is there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
process.chdir(root);
// The SDK's advice about Node versions is not what this is run for.
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

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** The stage is the first word that is neither an option nor its value. */
const stage = rest.find((word, at) => !word.startsWith('-') && !rest[at - 1]?.startsWith('--'));

/** Every option takes a value here, so the words are in order for `ops/arguments.ts`. */
function synthesize() {
  const folder = `dist/ops/${stage.replace(/\W/g, '_')}`;
  const built = spawnSync(process.execPath, ['scripts/build.mjs', 'all'], { encoding: 'utf8' });
  if (built.status !== 0) fail(built.stderr.trim());
  const { context: settings } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  const { status, stderr } = spawnSync(process.execPath, ['dist/app.cjs'], {
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings, ...context, stage }),
      CDK_VALIDATION: 'false',
    },
  });
  // The app's own words, without the stack trace that Node puts around them.
  if (status !== 0) fail(/^(?:\w*Error: )(.+)$/m.exec(stderr)?.[1] ?? stderr.trim());
  return folder;
}

if (stage && !rest.includes('--assembly') && !rest.includes('--help')) rest.push('--assembly', synthesize());
mkdirSync('dist', { recursive: true });
await build({
  entryPoints: { [command]: `ops/${command}/main.ts` },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', packages: 'external' },
  ...{ sourcemap: true, logLevel: 'warning' },
});
process.setSourceMapsEnabled(true);
process.argv.splice(2, Infinity, ...rest);
await import(resolve(`dist/${command}.cjs`));
