import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { omnistream } from '../../../bin/omnistream';
import type { Stage } from '../../../lib/config';
import { stageNamed } from '../../../lib/context';

/** What a test asks for. */
export interface SynthesisRequest {
  readonly stage: string;
  /** Changes to the stage's record. */
  readonly changes: Partial<Stage>;
  /** Additions to the context of cdk.json. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** The stacks' names in `bin/omnistream.ts`: `storage`. */
export type StackName = keyof ReturnType<typeof omnistream>;

/** The properties of a stack beside its template. */
export interface SynthesizedStack {
  readonly name: StackName;
  /** Of CloudFormation: `OmniStream-dev-Storage`. */
  readonly stackName: string;
  readonly region: string;
  readonly terminationProtection: boolean;
  readonly templateFile: string;
  readonly dependencies: readonly StackName[];
}

/** Writes the cloud assembly into `outdir`, without CDK's validation: `npm run validate` is for that. */
export function synthesize({ stage, changes, context: more }: SynthesisRequest, outdir: string): SynthesizedStack[] {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({ context: { ...context, ...more }, outdir, analyticsReporting: false, treeMetadata: false });
  // `dashboard` is among them only where the stage has an owner for it.
  const stacks = Object.entries(omnistream(app, { ...stageNamed(stage), ...changes }));
  app.synth();
  const names = new Map(stacks.map(([name, stack]) => [stack.node.path, name as StackName]));
  return stacks.map(([name, stack]) => ({
    name: name as StackName,
    stackName: stack.stackName,
    region: stack.region,
    terminationProtection: stack.terminationProtection ?? false,
    templateFile: stack.templateFile,
    dependencies: stack.dependencies.flatMap(({ node }) => names.get(node.path) ?? []),
  }));
}
