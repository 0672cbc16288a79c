// `node scripts/released.mjs ASSEMBLY…` compares synthesized stages with checks/released.json, to find resources that a
// release would replace. At a release, `--write` writes the stages to that file. ASSEMBLY is `{stage}={folder}`:
//   npx cdk synth --quiet -c stage=prod --output dist/release/prod && node scripts/released.mjs prod=dist/release/prod --write
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadChecks, readReleased, releasedFile } from './checks.mjs';

const usage = 'usage: node scripts/released.mjs STAGE=FOLDER… [--write]';

function parsed() {
  try {
    const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
    const pairs = positionals.map((pair) => pair.split(/=(.+)/s));
    return pairs.length > 0 && pairs.every(([, folder]) => folder) ? { write: values.write, pairs } : undefined;
  } catch {
    return undefined;
  }
}

const options = parsed();
if (!options) {
  console.error(usage);
  process.exit(2);
}

const { readAssembly, releaseFindings, releasedStage } = await loadChecks();
const released = readReleased();
let found = 0;
try {
  for (const [stage, folder] of options.pairs) {
    const assembly = readAssembly(stage, folder);
    if (!options.write && !released[stage]) console.log(`${stage}: not released yet, nothing to compare with`);
    for (const { construct, message } of releaseFindings(assembly, released)) {
      found++;
      console.error(`${options.write ? '!' : '✗'} ${construct}: ${message}`);
    }
    released[stage] = releasedStage(assembly);
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
if (options.write) {
  const sorted = Object.fromEntries(Object.entries(released).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(releasedFile, `${JSON.stringify(sorted, null, 1)}\n`);
  console.log(
    `${options.pairs.map(([stage]) => stage).join(', ')} written to checks/released.json; commit it with the release`,
  );
}
process.exit(found > 0 && !options.write ? 1 : 0);
