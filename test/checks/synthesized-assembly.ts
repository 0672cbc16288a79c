import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { omnistream } from '../../bin/omnistream';
import { type Assembly, readAssembly } from '../../checks';
import { type Stage, stageNamed } from '../../lib/config';

/** A stage's assembly as `cdk synth` writes it, with the constructs' paths; without CDK's own validation. */
export function synthesizedAssembly(stageName: string, changes: Partial<Stage> = {}): Assembly {
  process.env.CDK_VALIDATION = 'false';
  // Quick when the bundles are up to date.
  execFileSync(process.execPath, ['scripts/build.mjs', 'lambda'], { stdio: 'inherit' });
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({
    context: { ...context, 'aws:cdk:enable-path-metadata': true },
    outdir: mkdtempSync(join(tmpdir(), 'omnistream-assembly-')),
    analyticsReporting: false,
  });
  omnistream(app, { ...stageNamed(stageName), ...changes });
  return readAssembly(stageName, app.synth().directory);
}
