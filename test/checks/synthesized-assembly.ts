import { type Assembly, readAssembly } from '../../checks';
import type { Stage } from '../../lib/config';
import { appOf } from '../lib/synthesis';

/** A stage's assembly as `cdk synth` writes it, with the constructs' paths. */
export function synthesizedAssembly(stageName: string, changes: Partial<Stage> = {}): Assembly {
  const { app } = appOf(stageName, changes, { 'aws:cdk:enable-path-metadata': true });
  return readAssembly(stageName, app.synth().directory);
}
