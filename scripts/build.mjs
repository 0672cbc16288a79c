// `node scripts/build.mjs [lambda|app|all]` builds the bundles that are deployed:
//   lambda  lambda/**/{name}.lambda.ts → dist/lambda/{name}/index.js; the web page → dist/lambda/publish-site/site/;
//           the canary's film → dist/lambda/canary/film.mp4
//   app     bin/omnistream.ts → dist/app.cjs
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { slimSdk } from './slim-sdk.mjs';

const root = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..');
const lambdaOut = join(root, 'dist/lambda');
const stampFile = join(root, 'dist/lambda.stamp');
const site = 'publish-site/site';
const canaryFilm = 'samples/canary-en.mp4';

const common = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  logLevel: 'warning',
  // The laptop runs the same bundles with Node.js 20 or newer.
  target: 'node20',
};

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** The sources of the bundles by name, size and time, which is cheap enough for every synthesis. */
function inputs() {
  const hash = createHash('sha256');
  // The canary uses the command line's modules.
  const sources = ['lambda', 'web', 'cli'].flatMap((folder) => files(join(root, folder)));
  const others = ['package-lock.json', 'scripts/build.mjs', 'scripts/slim-sdk.mjs', canaryFilm];
  for (const file of [...sources, ...others.map((name) => join(root, name))]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Writes a file atomically, so that concurrent builds never read a partial file. */
function put(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, contents);
  renameSync(part, path);
}

/** Lambda bundles, as `{name}/index.js`. */
async function bundleHandlers() {
  const entryPoints = {};
  for (const file of files(join(root, 'lambda')).filter((path) => path.endsWith('.lambda.ts'))) {
    const name = `${basename(file, '.lambda.ts')}/index`;
    if (entryPoints[name]) throw new Error(`${file} and ${entryPoints[name]} would be the same function`);
    entryPoints[name] = file;
  }
  const { outputFiles } = await build({
    ...common,
    entryPoints,
    outdir: lambdaOut,
    platform: 'node',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    // esbuild can remove unused code from ES modules, but not from the SDK's CommonJS builds.
    mainFields: ['module', 'main'],
    plugins: slimSdk,
    alias: { '@aws-sdk/credential-provider-node': './lambda/shared/environment-credentials.ts' },
  });
  return outputFiles.map(({ path, contents }) => ({ path: relative(lambdaOut, path), contents }));
}

/** The web page, as files of `publish-site/site/`. */
async function bundleSite() {
  const web = join(root, 'web');
  const outputs = files(web)
    .filter((path) => dirname(path) === web && /\.(html|css|svg|ico)$/.test(path))
    .map((path) => ({ path: `${site}/${basename(path)}`, contents: readFileSync(path) }));
  if (!existsSync(join(web, 'main.ts'))) return outputs;
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: { main: join(web, 'main.ts') },
    outdir: join(lambdaOut, site),
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'eof',
    metafile: true,
  });
  return [
    ...outputs,
    ...outputFiles.map(({ path, contents }) => ({ path: relative(lambdaOut, path), contents })),
    { path: `${site}/licenses.txt`, contents: Buffer.from(notices(Object.keys(metafile.inputs))) },
  ];
}

/** The licences of the packages in the page, which are delivered with it. Throws if a package has none. */
function notices(inputs) {
  const folders = inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      if (!file) throw new Error(`${name} has no licence to show on the page`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
    })
    .join('\n\n');
}

async function buildLambda() {
  const stamp = inputs();
  if (existsSync(lambdaOut) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const film = { path: 'canary/film.mp4', contents: readFileSync(join(root, canaryFilm)) };
  const outputs = [...(await bundleHandlers()), ...(await bundleSite()), film];
  const wanted = new Set(outputs.map(({ path }) => join(lambdaOut, path)));
  for (const { path, contents } of outputs) put(join(lambdaOut, path), Buffer.from(contents));
  // A bundle without a source must not be deployed again.
  for (const file of files(lambdaOut)) if (!wanted.has(file) && !file.endsWith('.part')) rmSync(file, { force: true });
  put(stampFile, Buffer.from(stamp));
}

async function buildApp() {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(root, 'bin/omnistream.ts')],
    outfile: join(root, 'dist/app.cjs'),
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
  for (const { path, contents } of outputFiles) put(path, Buffer.from(contents));
}

const targets = { lambda: [buildLambda], app: [buildApp], all: [buildLambda, buildApp] };
const target = targets[process.argv[2] ?? 'all'];
if (!target) {
  console.error(`usage: node scripts/build.mjs [${Object.keys(targets).join('|')}]`);
  process.exit(2);
}
try {
  for (const step of target) await step();
} catch (error) {
  // esbuild has already printed the position and the reason.
  console.error(`build failed: ${error.message}`);
  process.exit(1);
}
