// Shared parts of the commands that work on synthesized stages: the stage's assembly, and the bundle of the command's
// TypeScript sources. The commands run in the repository's root.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Ends the command with one line. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Builds the app and its functions. */
export function buildAll() {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs', 'all'], { encoding: 'utf8', cwd: root });
  if (status !== 0) fail(stderr.trim());
}

/** Writes the stage's cloud assembly into the folder, after {@link buildAll}. `context` adds to that of cdk.json. */
export function synthesizeStage(stage, folder, context = {}) {
  const settings = JSON.parse(readFileSync(resolve(root, 'cdk.json'), 'utf8')).context;
  rmSync(resolve(root, folder), { recursive: true, force: true });
  const { status, stderr } = spawnSync(process.execPath, ['dist/app.cjs'], {
    encoding: 'utf8',
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings, ...context, stage }),
      CDK_VALIDATION: 'false',
    },
  });
  // The app's error message without the stack trace.
  if (status !== 0) fail(/^(?:\w*Error: )(.+)$/m.exec(stderr)?.[1] ?? stderr.trim());
  return folder;
}

/** Bundles a command's sources and returns the path of the module. Concurrent commands never read a partial file. */
export async function bundleTool(name, entry) {
  mkdirSync(resolve(root, 'dist'), { recursive: true });
  const outfile = resolve(root, `dist/${name}.cjs`);
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    write: false,
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', packages: 'external' },
    ...{ sourcemap: true, logLevel: 'warning' },
  });
  for (const { path, contents } of outputFiles) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
  process.setSourceMapsEnabled(true);
  return outfile;
}
