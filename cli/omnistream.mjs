#!/usr/bin/env node
// Runs the command line from its TypeScript sources: bundled into dist/cli.cjs whenever that is older than they are.
// A published copy would carry the bundle; a fresh checkout has esbuild from `npm ci`, and needs no build step.
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = dirname(fileURLToPath(import.meta.url));
const bundle = join(sources, '../dist/cli.cjs');
const require = createRequire(import.meta.url);

function isStale() {
  if (!existsSync(bundle)) return true;
  const built = statSync(bundle).mtimeMs;
  return readdirSync(sources, { recursive: true }).some((file) => statSync(join(sources, file)).mtimeMs > built);
}

if (isStale()) {
  const { buildSync } = require('esbuild');
  mkdirSync(dirname(bundle), { recursive: true });
  // Renamed into place: two commands that start at once must not see each other's half.
  const part = `${bundle}.${process.pid}`;
  const options = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' };
  buildSync({ ...options, entryPoints: [join(sources, 'main.ts')], outfile: part });
  renameSync(part, bundle);
}

require(bundle);
