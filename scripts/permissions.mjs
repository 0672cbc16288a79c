// `npm run permissions -- JOURNEY…`: runs journeys of test/journeys/ (by default all repeatable ones), one at a time, while
// the laptop records the statements of the templates that allow calls. Writes them to review/permissions/evidence.json.
// `--collect` uses the records of earlier runs in dist/permissions/ instead.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleTool, root } from './tool.mjs';

process.chdir(root);
const folder = resolve('dist/permissions');
mkdirSync(folder, { recursive: true });

const { values, positionals } = parseArgs({
  options: { collect: { type: 'boolean', default: false } },
  allowPositionals: true,
});
// These kill processes or fail calls at times that differ from run to run; `denials` removes permissions.
const left = ['restart', 'many-kills', 'many-uploads-with-faults', 'stop', 'denials'];
const all = readdirSync('test/journeys')
  .map((file) => file.replace('.test.ts', ''))
  .filter((name) => !left.includes(name));
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no journey ${unknown.join(', ')}. There are ${all.join(', ')}.`);
  process.exit(1);
}
const journeys = positionals.length > 0 ? positionals : all;
const fileOf = (journey) => `${folder}/${journey}.jsonl`;

function run(args, env = {}) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}

const collect = await bundleTool('permissions', 'review/permissions/collect.ts');
// The records are collected after each journey, while its assembly exists.
for (const journey of journeys) {
  if (!values.collect) {
    rmSync(fileOf(journey), { force: true });
    const test = `test/journeys/${journey}.test.ts`;
    run(['node_modules/jest/bin/jest.js', test], { OMNISTREAM_PERMISSION_EVIDENCE: fileOf(journey) });
  }
  if (existsSync(fileOf(journey))) run([collect, fileOf(journey)]);
}
