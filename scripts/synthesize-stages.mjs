// `node scripts/synthesize-stages.mjs FOLDER STAGE…`: each stage's cloud assembly, validated by CDK and cdk-nag, into
// FOLDER/STAGE. One process for all: the CDK and the engine of its validation are loaded once. After `build.mjs app`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './tool.mjs';

process.chdir(root);
const { synthesizeContext } = createRequire(import.meta.url)('../dist/app.cjs');
const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
// What the CLI adds for `cdk synth`: the same templates to the byte, whichever of the two wrote them.
const metadata = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

const [folder, ...stages] = process.argv.slice(2);
for (const stage of stages) {
  synthesizeContext({ context: { ...context, ...metadata, stage }, outdir: join(folder, stage) });
}
