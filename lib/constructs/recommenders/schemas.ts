interface Field {
  readonly name: string;
  readonly type: string | readonly string[];
  /** Whether the field has categorical values; several are joined by `|`. */
  readonly categorical?: true;
}

export type DatasetType = 'Interactions' | 'Items' | 'Users';

/** An Avro schema for Personalize. */
export interface Schema {
  readonly type: 'record';
  readonly name: DatasetType;
  readonly namespace: 'com.amazonaws.personalize.schema';
  readonly fields: readonly Field[];
  readonly version: '1.0';
}

function schema(name: DatasetType, fields: readonly Field[]): Schema {
  return { type: 'record', name, namespace: 'com.amazonaws.personalize.schema', fields, version: '1.0' };
}

/** Schemas that an existing dataset can have one after the other. */
export interface Lineage {
  /** The first generation of dataset groups with this lineage; earlier ones keep the lineage before. */
  readonly fromGeneration: number;
  readonly versions: readonly Schema[];
}

/**
 * Avro schemas of Personalize's datasets. The service defines the names in capitals and the required fields:
 * https://docs.aws.amazon.com/personalize/latest/dg/VIDEO-ON-DEMAND-datasets-and-schemas.html
 *
 * A deployed version never changes. A new field of Items or Users is a new version with all fields of the last one. Any
 * other change, and any change of Interactions, needs a new lineage for a new generation: docs/adr/0027.
 */
export const lineages: Readonly<Record<DatasetType, readonly Lineage[]>> = {
  Interactions: [
    {
      fromGeneration: 1,
      versions: [
        schema('Interactions', [
          { name: 'USER_ID', type: 'string' },
          { name: 'ITEM_ID', type: 'string' },
          /** Seconds since 1970. */
          { name: 'TIMESTAMP', type: 'long' },
          /** `Watch`, `Finish`, `Click` or `Rate`. */
          { name: 'EVENT_TYPE', type: 'string' },
          /** The rating, in events of the type `Rate`. */
          { name: 'EVENT_VALUE', type: ['float', 'null'] },
        ]),
      ],
    },
  ],
  Items: [
    {
      fromGeneration: 1,
      versions: [
        schema('Items', [
          { name: 'ITEM_ID', type: 'string' },
          { name: 'GENRES', type: 'string', categorical: true },
          { name: 'CREATION_TIMESTAMP', type: 'long' },
          /** Languages of audio and captions: BCP 47 tags. */
          { name: 'LANGUAGES', type: ['null', 'string'], categorical: true },
          /** The age limits of the viewers who may see it: `A12|A16|A18` from twelve years on. */
          { name: 'AUDIENCE', type: 'string', categorical: true },
          /** `READY` or `GONE`. */
          { name: 'STATUS', type: 'string', categorical: true },
        ]),
      ],
    },
  ],
  Users: [
    {
      fromGeneration: 1,
      versions: [
        schema('Users', [
          { name: 'USER_ID', type: 'string' },
          { name: 'LANGUAGES', type: ['null', 'string'], categorical: true },
        ]),
      ],
    },
  ],
};

export const datasetTypes = Object.keys(lineages) as DatasetType[];

/**
 * The schemas of a generation's dataset, which is created with the first one and moved to the last one. Throws for a
 * version that Personalize cannot move a dataset to.
 */
export function versionsOf(type: DatasetType, generation: number, all = lineages): readonly [Schema, ...Schema[]] {
  const [first, ...later] = all[type].findLast(({ fromGeneration }) => fromGeneration <= generation)?.versions ?? [];
  if (!first) throw new Error(`There is no schema of ${type} for generation ${generation}`);
  checkVersions(type, [first, ...later]);
  return [first, ...later];
}

/** Source of the rules: https://docs.aws.amazon.com/personalize/latest/dg/updating-dataset-schema.html */
function checkVersions(type: DatasetType, versions: readonly Schema[]): void {
  if (type === 'Interactions' && versions.length > 1) {
    throw new Error('Personalize cannot change the schema of Interactions. Add a lineage for a new generation');
  }
  for (const [index, version] of versions.entries()) {
    const before = versions[index - 1];
    if (!before) continue;
    const advice = 'Keep every field as it is, or make a lineage for a new generation';
    for (const field of before.fields) {
      const same = version.fields.find(({ name }) => name === field.name);
      if (JSON.stringify(same) !== JSON.stringify(field)) {
        throw new Error(`Version ${index + 1} of ${type} changes or leaves out ${field.name}. ${advice}`);
      }
    }
    const known = new Set(before.fields.map(({ name }) => name));
    const strict = version.fields.find(({ name, type: types }) => !known.has(name) && ![types].flat().includes('null'));
    if (strict) throw new Error(`${strict.name} in version ${index + 1} of ${type} must allow null, as all new fields`);
  }
}

/** The names of a schema's fields in `PutItems` and `PutUsers`, without the id: `creationTimestamp`. */
export function propertiesOf({ fields }: Schema): string[] {
  return fields
    .filter(({ name }) => !['ITEM_ID', 'USER_ID'].includes(name))
    .map(({ name }) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
}
