interface Field {
  readonly name: string;
  readonly type: string | readonly string[];
  /** One value of many, or several of them joined by `|`. */
  readonly categorical?: true;
}

function schema(name: string, fields: readonly Field[]) {
  return { type: 'record', name, namespace: 'com.amazonaws.personalize.schema', fields, version: '1.0' } as const;
}

/**
 * Avro schemas of what Personalize knows. Names in capitals, and which fields must be there and may not be null, are the
 * service's: https://docs.aws.amazon.com/personalize/latest/dg/VIDEO-ON-DEMAND-datasets-and-schemas.html
 */
export const schemas = {
  Interactions: schema('Interactions', [
    { name: 'USER_ID', type: 'string' },
    { name: 'ITEM_ID', type: 'string' },
    /** Seconds since 1970. */
    { name: 'TIMESTAMP', type: 'long' },
    /** `Watch`, `Finish`, `Click` or `Rate`. */
    { name: 'EVENT_TYPE', type: 'string' },
    /** The rating, of those of type `Rate`. */
    { name: 'EVENT_VALUE', type: ['float', 'null'] },
  ]),
  Items: schema('Items', [
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
  Users: schema('Users', [
    { name: 'USER_ID', type: 'string' },
    { name: 'LANGUAGES', type: ['null', 'string'], categorical: true },
  ]),
} as const;

export type DatasetType = keyof typeof schemas;
