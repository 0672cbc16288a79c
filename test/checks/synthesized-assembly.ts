import { type Assembly, readAssembly } from '../../checks';
import type { Stage } from '../../lib/config';
import { assemblyFolder } from '../lib/synthesis';

/** A stage's assembly as `cdk synth` writes it, with the constructs' paths. */
export function synthesizedAssembly(stageName: string, changes: Partial<Stage> = {}): Assembly {
  return readAssembly(stageName, assemblyFolder(stageName, changes, { 'aws:cdk:enable-path-metadata': true }));
}
