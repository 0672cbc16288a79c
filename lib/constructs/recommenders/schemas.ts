interface Field {
  readonly name: string;
  readonly type: string | readonly string[];
  /** One value of many, or several of them joined by `|`. */
  readonly categorical?: true;
}

export type DatasetType = 'Interactions' | 'Items' | 'Users';

/** An Avro schema, as Personalize wants it. */
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

/** Schemas of which each can follow the one before in an existing dataset. */
export interface Lineage {
  /** The generation of dataset groups that begins with it; those before keep the lineage before. */
  readonly fromGeneration: number;
  readonly versions: readonly Schema[];
}

/**
 * Avro schemas of what Personalize knows. Names in capitals, and which fields must be there and may not be null, are the
 * service's: https://docs.aws.amazon.com/personalize/latest/dg/VIDEO-ON-DEMAND-datasets-and-schemas.html
 *
 * A version never changes once it was deployed. A field more for Items or Users is another version, with all fields of
 * the last one; any other change, and any of Interactions, is a lineage of its own for a new generation: docs/adr/0027.
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
          /** The rating, of those of type `Rate`. */
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
          /** What can be heard or read in it: BCP 47 tags. */
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
 * The schemas of a generation's dataset: it is made with the first, and moved to the last. Throws for a version that
 * Personalize would not move a dataset to.
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

/** The fields of a schema as `PutItems` and `PutUsers` name them, without the id: `creationTimestamp`. */
export function propertiesOf({ fields }: Schema): string[] {
  return fields
    .filter(({ name }) => !['ITEM_ID', 'USER_ID'].includes(name))
    .map(({ name }) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
}
