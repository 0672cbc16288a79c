// `node scripts/synthesize-stages.mjs FOLDER STAGE…`: writes each stage's cloud assembly, validated by CDK and cdk-nag, to
// FOLDER/STAGE. One process loads the CDK and its validation once for all stages. `build.mjs app` must run first.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './tool.mjs';

process.chdir(root);
const { synthesizeContext } = createRequire(import.meta.url)('../dist/app.cjs');
const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
// The context that the CLI adds for `cdk synth`, so that both write the same templates to the byte.
const metadata = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

const [folder, ...stages] = process.argv.slice(2);
for (const stage of stages) {
  // The stages of this repository are examples.
  synthesizeContext({ context: { ...context, ...metadata, stage }, outdir: join(folder, stage) }, true);
}
