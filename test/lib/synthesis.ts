import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { omnistream } from '../../bin/omnistream';
import type { Stage } from '../../lib/config';
import { stageNamed } from '../../lib/context';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are what the tests look into
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** An app with the stage's stacks, whose bundles are built, without CDK's validation: `npm run validate` is for that. */
export function appOf(stageName: string, changes: Partial<Stage> = {}, more: Readonly<Record<string, unknown>> = {}) {
  process.env.CDK_VALIDATION = 'false';
  // Quick when the bundles are up to date.
  execFileSync(process.execPath, ['scripts/build.mjs', 'lambda'], { stdio: 'inherit' });
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'omnistream-synth-'));
  const app = new App({ context: { ...context, ...more }, outdir, analyticsReporting: false });
  // `dashboard` is among them only where the stage has an owner for it.
  return { app, stacks: omnistream(app, { ...stageNamed(stageName), ...changes }) };
}

/** The stage's stacks as `cdk synth` makes them. */
export function synthesized(stageName: string, changes: Partial<Stage> = {}) {
  const { stacks } = appOf(stageName, changes);
  const templates = Object.fromEntries(
    Object.entries(stacks).map(([name, stack]) => [name, Template.fromStack(stack)]),
  ) as Record<keyof typeof stacks, Template>;
  return { stacks, templates };
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
      { region, template: templates[name as keyof typeof templates].toJSON() },
    ]),
  );
}
