import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource as it stands in a template. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a property may be is a question of its type's schema
  readonly Properties?: any;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** One stack of a cloud assembly. */
export interface Stack {
  /** Its name in CloudFormation: `OmniStream-dev-Storage`. */
  readonly name: string;
  readonly region: string;
  readonly terminationProtection: boolean;
  readonly template: {
    readonly Description?: string;
    readonly Resources: Readonly<Record<string, Resource>>;
    readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Description?: string }>>;
  };
  /** Names of the stacks that must be there first, as the manifest has them. @default - none */
  readonly dependsOn?: readonly string[];
  /** The template's size in the file that is uploaded, in bytes. */
  readonly templateBytes: number;
}

/** What `cdk synth` wrote for one stage. */
export interface Assembly {
  readonly stage: string;
  readonly stacks: readonly Stack[];
}

interface Artifact {
  readonly type: string;
  readonly environment: string;
  readonly properties: Record<string, never>;
  readonly dependencies?: readonly string[];
}

/** Reads the assembly in `folder`. Throws where there is none. */
export function readAssembly(stage: string, folder: string): Assembly {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) throw new Error(`There is no cloud assembly in ${folder}`);
  const { artifacts } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    artifacts: Record<string, Artifact>;
  };
  const stackName = (id: string) => (artifacts[id]?.properties.stackName as string | undefined) ?? id;
  const stacks = Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { environment, properties, dependencies = [] }]): Stack => {
      const { templateFile, terminationProtection = false } = properties;
      const text = readFileSync(join(folder, templateFile as unknown as string), 'utf8');
      return {
        name: stackName(id),
        region: environment.split('/').at(-1) ?? '',
        terminationProtection,
        dependsOn: dependencies
          .filter((dependency) => artifacts[dependency]?.type === 'aws:cloudformation:stack')
          .map(stackName)
          .sort(),
        template: JSON.parse(text),
        templateBytes: Buffer.byteLength(text),
      };
    });
  return { stage, stacks };
}
