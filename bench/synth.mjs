// `cdk synth` with everything built, over an empty app of as many stacks.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median } from './median.mjs';

const rounds = 3;

function synth(app, context) {
  const out = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  const startedAt = performance.now();
  const env = { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: 'false' };
  const { status, stderr } = spawnSync(process.execPath, [app], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`synth failed:\n${stderr}`);
  const milliseconds = performance.now() - startedAt;
  const { artifacts } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  return {
    milliseconds,
    stacks: Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack').length,
  };
}

export function benchSynth() {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const { stacks } = synth('dist/app.cjs', context);
  const empty = join(mkdtempSync(join(tmpdir(), 'bench-app-')), 'app.cjs');
  writeFileSync(
    empty,
    `const { App, Stack } = require(${JSON.stringify(resolve('node_modules/aws-cdk-lib'))});
     const app = new App();
     for (let i = 0; i < ${stacks}; i += 1) new Stack(app, 'Empty' + i, { env: { region: 'eu-west-1' } });
     app.synth();`,
  );
  const own = [];
  const reference = [];
  for (let round = 0; round < rounds; round += 1) {
    own.push(synth('dist/app.cjs', context).milliseconds);
    reference.push(synth(empty, context).milliseconds);
  }
  return {
    stacks,
    milliseconds: Math.round(median(own)),
    emptyAppMilliseconds: Math.round(median(reference)),
    ratio: Number((median(own) / median(reference)).toFixed(2)),
  };
}
