import type { App } from 'aws-cdk-lib';
import { type Assembly, readAssembly } from '../../checks/assembly';
import type { Stage } from '../../lib/config';
import { synthesized } from '../lib/synthesis';

const quickSightPrincipal = 'arn:aws:quicksight:eu-west-1:123456789012:user/default/somebody';

/** What is off by default, too. */
export const everything: Partial<Stage> = { drm: { keyProvider: 'own' }, quickSightPrincipal };

/** The stage as `cdk synth` writes it. */
export function assemblyOf(stage: string, changes: Partial<Stage> = {}): Assembly {
  const { stacks } = synthesized(stage, changes);
  return readAssembly(stage, (stacks.storage.node.root as App).outdir);
}
