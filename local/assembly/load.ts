import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CloudAssembly } from '@aws-cdk/cloud-assembly-api';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
}

/** The parts of a CloudFormation template that say what is to be. */
export interface Template {
  readonly Description?: string;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type?: string; readonly Default?: unknown }>>;
}

export interface Stack {
  readonly name: string;
  readonly region: string;
  readonly description?: string;
  /** @default false */
  readonly terminationProtection?: boolean;
  readonly template: Template;
}

/** A synthesized app: its stacks, in an order in which they can be deployed, and the files that they refer to. */
export interface Assembly {
  readonly stacks: readonly Stack[];
  /** Folder or file of the asset that templates know by this key in the assets bucket. Throws for an unknown one. */
  assetPath(objectKey: string): string;
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/** Reads `cdk.out`. Throws an error with the remedy if the folder is missing, or if a stack has no region. */
export function loadAssembly(directory: string): Assembly {
  if (!existsSync(join(directory, 'manifest.json'))) {
    throw new Error(`There is no cloud assembly in ${directory}. Run 'npx cdk synth' first.`);
  }
  const assembly = new CloudAssembly(directory);
  const assets = new Map<string, string>();
  for (const { file, id } of assembly.artifacts.flatMap((artifact) => assetManifest(directory, artifact.manifest))) {
    const { files = {} } = JSON.parse(readFileSync(file, 'utf8')) as AssetManifest;
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (!source.path) throw new Error(`${id}: an asset is made by a command, which this runtime does not run`);
        assets.set(objectKey, join(directory, source.path));
      }
    }
  }
  const stacks = assembly.stacks.map((stack) => {
    if (stack.environment.region === 'unknown-region') {
      throw new Error(`The stack ${stack.stackName} names no region; the laptop needs one.`);
    }
    const { stackName: name, environment, terminationProtection = false } = stack;
    const template = stack.template as Template;
    return { name, region: environment.region, description: template.Description, terminationProtection, template };
  });
  return {
    stacks,
    assetPath(objectKey) {
      const path = assets.get(basename(objectKey)) ?? assets.get(objectKey);
      if (!path) throw new Error(`The assembly has no asset '${objectKey}'`);
      return path;
    },
  };
}

function assetManifest(directory: string, manifest: { type?: string; properties?: unknown }) {
  if (manifest.type !== 'cdk:asset-manifest') return [];
  const { file } = manifest.properties as { file: string };
  return [{ file: join(directory, file), id: file }];
}
