import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stage } from '../../lib/config';
import { ask } from '../support/synthesizer/ask';
import type { StackName, SynthesizedStack } from '../support/synthesizer/synthesize';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are what the tests look into
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

type PerStack<T> = Record<Exclude<StackName, 'dashboard'>, T> & { dashboard?: T };

/** The folder of the stage's cloud assembly, made from the sources as they are in this run. Only to be read. */
export function assemblyFolder(stage: string, changes: Partial<Stage> = {}, context: Record<string, unknown> = {}) {
  return ask({ stage, changes, context }).directory;
}

/** The stage's stacks as `cdk synth` makes them. */
export function synthesized(stage: string, changes: Partial<Stage> = {}) {
  const { directory, stacks } = ask({ stage, changes, context: {} });
  const each = <T>(of: (stack: SynthesizedStack) => T) =>
    Object.fromEntries(stacks.map((stack) => [stack.name, of(stack)])) as PerStack<T>;
  const templates = each(({ templateFile }) =>
    Template.fromJSON(JSON.parse(readFileSync(join(directory, templateFile), 'utf8'))),
  );
  return { stacks: each((stack) => stack), templates };
}

/** All resources of the type, by `{stack}.{logicalId}`. */
export function resourcesOf(templates: Readonly<Record<string, Template>>, type: string): [string, Resource][] {
  return Object.entries(templates).flatMap(([stack, template]) =>
    Object.entries(template.findResources(type)).map(([id, resource]): [string, Resource] => [
      `${stack}.${id}`,
      resource as Resource,
    ]),
  );
}

/** Region and template of every stack of a stage that may be none of those in `lib/stages.ts`. */
export function omnistreamTemplates(stage: Stage): Record<string, { region: string; template: unknown }> {
  const { stacks, templates } = synthesized('dev', stage);
  return Object.fromEntries(
    Object.entries(stacks).map(([name, { region }]) => [
      name,
      { region, template: templates[name as keyof typeof templates]?.toJSON() },
    ]),
  );
}
