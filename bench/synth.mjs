// Measures `cdk synth` after a build, over that of an empty app with the same number of stacks.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.mjs';

const rounds = 3;
const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

/** Seconds, medians. */
export function benchSynth(folder) {
  const { artifacts } = synth(folder);
  const stacks = Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack').length;
  const empty = emptyApp(folder, stacks);
  const own = [];
  const reference = [];
  for (let round = 0; round < rounds; round += 1) {
    own.push(synth(folder).seconds);
    reference.push(synth(empty).seconds);
  }
  return { stacks, own: median(own), reference: median(reference) };
}

function synth(folder) {
  const out = mkdtempSync(join(tmpdir(), 'omnistream-bench-synth-'));
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [cdk, 'synth', '--quiet', '--output', out], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cdk synth failed:\n${stderr}`);
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, ...JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) };
}

/** An app with the same settings. A template without resources is invalid, and this resource costs nothing. */
function emptyApp(folder, stacks) {
  const app = join(folder, 'bench-empty');
  mkdirSync(app);
  const settings = JSON.parse(readFileSync(join(folder, 'cdk.json'), 'utf8'));
  writeFileSync(join(app, 'cdk.json'), JSON.stringify({ ...settings, app: 'node app.cjs' }));
  writeFileSync(
    join(app, 'app.cjs'),
    `const { App, CfnWaitConditionHandle, Stack } = require(${JSON.stringify(join(folder, 'node_modules/aws-cdk-lib'))});
     const app = new App();
     for (let i = 0; i < ${stacks}; i += 1) {
       const stack = new Stack(app, 'Empty' + i, { env: { region: 'eu-west-1' } });
       new CfnWaitConditionHandle(stack, 'Nothing');
     }
     app.synth();`,
  );
  return app;
}
