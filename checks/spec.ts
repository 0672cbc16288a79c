import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

interface Property {
  readonly causesReplacement?: string;
  readonly type: { readonly type: string; readonly reference?: { readonly $ref: string } };
}

/** The parts of a type's CloudFormation schema that the rules use. */
export interface TypeSchema {
  /** Properties that identify a resource. Another value means another resource. */
  readonly identifier: readonly string[];
  /** Paths of properties that cannot be changed in place: `Name`, `TableInput.Name`. */
  readonly createOnly: readonly string[];
  /** Paths of descriptions: `Description`, `AlarmDescription`, `DistributionConfig.Comment`. */
  readonly describing: readonly string[];
  /** The property with the tags, if CloudFormation supports tags for the type. */
  readonly tags?: string;
}

let database: ReturnType<typeof loadAwsServiceSpecSync> | undefined;
const schemas = new Map<string, TypeSchema | undefined>();

/** The schema of a type. `undefined` for custom resources and unknown types. */
export function schemaOf(type: string): TypeSchema | undefined {
  if (!schemas.has(type)) schemas.set(type, read(type));
  return schemas.get(type);
}

function read(type: string): TypeSchema | undefined {
  // Loading the data takes two seconds, once for all types.
  database ??= loadAwsServiceSpecSync();
  const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type);
  if (!resource) return undefined;
  const { primaryIdentifier = [], cfnRefIdentifier = [], additionalReplacementProperties = [] } = resource;
  return {
    // The schema writes nested members as `Schedule/ScheduleId`.
    identifier: [...new Set([...primaryIdentifier, ...cfnRefIdentifier])].map((path) => path.replaceAll('/', '.')),
    createOnly: [
      ...createOnlyOf(resource.properties as Readonly<Record<string, Property>>),
      ...additionalReplacementProperties.map((path) => path.join('.')),
    ],
    describing: describingOf(resource.properties as Readonly<Record<string, Property>>),
    tags: resource.tagInformation?.tagPropertyName,
  };
}

function createOnlyOf(properties: Readonly<Record<string, Property>>, parent = ''): string[] {
  return Object.entries(properties).flatMap(([name, { causesReplacement = 'no', type }]) => {
    if (causesReplacement !== 'no') return [parent + name];
    // One level is enough for the names in inputs (`TableInput.Name`), and it avoids endless recursion.
    if (parent || type.type !== 'ref' || !type.reference) return [];
    const definition = database?.get('typeDefinition', type.reference.$ref);
    return createOnlyOf((definition?.properties ?? {}) as Readonly<Record<string, Property>>, `${name}.`);
  });
}

function describingOf(properties: Readonly<Record<string, Property>>, parent = ''): string[] {
  return Object.entries(properties).flatMap(([name, { type }]) => {
    if (type.type === 'string' && /^(\w*Description|Comment)$/.test(name)) return [parent + name];
    // One level, as above: `DistributionConfig.Comment`, `TableInput.Description`.
    if (parent || type.type !== 'ref' || !type.reference) return [];
    const definition = database?.get('typeDefinition', type.reference.$ref);
    return describingOf((definition?.properties ?? {}) as Readonly<Record<string, Property>>, `${name}.`);
  });
}

/** The value at a path such as `TableInput.Name`. */
export function valueAt(properties: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, name) => (node as Readonly<Record<string, unknown>> | undefined)?.[name], properties);
}
