import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the schema of each type defines its properties
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
  /** Names of the stacks that must be deployed first, from the manifest. @default - none */
  readonly dependsOn?: readonly string[];
  /** The size in bytes of the template file that is uploaded. */
  readonly templateBytes: number;
}

/** The output of `cdk synth` for one stage. */
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

/** Reads the assembly in `folder`. Throws if the folder contains no assembly. */
export function readAssembly(stage: string, folder: string): Assembly {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) throw new Error(`${folder} contains no cloud assembly. Run 'npx cdk synth' first.`);
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
