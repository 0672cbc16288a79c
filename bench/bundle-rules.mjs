// Handlers' rules as they are deployed, bundled for this process, to be run with ports of a benchmark's making.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** @param contents a module that exports what is wanted from files of `from`; by default `folder`, a copy of the project */
export async function bundleRules(folder, name, contents, from = folder) {
  const outfile = join(folder, `dist/bench-${name}.mjs`);
  await build({
    absWorkingDir: from,
    stdin: { contents, resolveDir: from },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    logLevel: 'warning',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return import(pathToFileURL(outfile));
}
