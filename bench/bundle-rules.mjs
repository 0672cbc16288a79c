// Bundles the deployed rules of handlers for this process, to run them with the ports of a benchmark.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** @param contents a module that exports the rules from files of `from`; by default `folder`, a copy of the project */
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
