import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure';

export interface TemplateResource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: each resource type has its own properties
  readonly Properties?: any;
}

/** A stack of a stage, read from the output of `cdk synth`. */
export interface AssemblyStack {
  readonly name: string;
  readonly region: string;
  readonly terminationProtection: boolean;
  /** Names of the stacks that must be deployed before this one. */
  readonly dependsOn: readonly string[];
  /** The minimum version of the bootstrap stack, and the SSM parameter with the version of the deployed one. */
  readonly bootstrap?: { readonly version: number; readonly parameter: string };
  readonly resources: Readonly<Record<string, TemplateResource>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile: string;
    readonly stackName?: string;
    readonly terminationProtection?: boolean;
    readonly requiresBootstrapStackVersion?: number;
    readonly bootstrapStackVersionSsmParameter?: string;
  };
}

/** The stacks of the cloud assembly in `folder`. Throws a `Failure` if the folder contains no assembly. */
export function readStacks(folder: string): readonly AssemblyStack[] {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) throw new Failure(`There is no cloud assembly in ${folder}. Run 'npx cdk synth' first.`);
  const { artifacts } = JSON.parse(readFileSync(manifest, 'utf8')) as { artifacts: Record<string, Artifact> };
  const isStack = (id: string) => artifacts[id]?.type === 'aws:cloudformation:stack';
  const nameOf = (id: string) => artifacts[id]?.properties?.stackName ?? id;
  return Object.keys(artifacts)
    .filter(isStack)
    .map((id): AssemblyStack => {
      const { environment = '', dependencies = [], properties } = artifacts[id] as Required<Artifact>;
      const { requiresBootstrapStackVersion: version, bootstrapStackVersionSsmParameter: parameter } = properties;
      const { Resources = {} } = JSON.parse(readFileSync(join(folder, properties.templateFile), 'utf8'));
      return {
        name: nameOf(id),
        region: environment.split('/').at(-1) ?? '',
        terminationProtection: properties.terminationProtection ?? false,
        dependsOn: dependencies.filter(isStack).map(nameOf),
        ...(version !== undefined && parameter !== undefined && { bootstrap: { version, parameter } }),
        resources: Resources,
      };
    });
}

/** All resources of a type, each with its stack. */
export function resourcesOf(stacks: readonly AssemblyStack[], type: string) {
  return stacks.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, { Properties = {} }]) => ({ stack, logicalId, properties: Properties })),
  );
}
