import {
  type DatasetType,
  lineages,
  propertiesOf,
  type Schema,
  versionsOf,
} from '../../../../lib/constructs/recommenders/schemas';

type Field = Schema['fields'][number];

const id: Field = { name: 'ITEM_ID', type: 'string' };
const year: Field = { name: 'YEAR', type: ['null', 'int'] };
const schemaOf = (type: DatasetType, ...fields: Field[]): Schema => ({
  type: 'record',
  name: type,
  namespace: 'com.amazonaws.personalize.schema',
  fields,
  version: '1.0',
});

/** What comes of versions, each a list of fields, in a lineage from generation 1 on. */
const made = (type: DatasetType, ...versions: Field[][]) =>
  versionsOf(type, 1, {
    ...lineages,
    [type]: [{ fromGeneration: 1, versions: versions.map((fields) => schemaOf(type, ...fields)) }],
  });

test('a dataset can be given fields that may be null', () => {
  expect(made('Items', [id], [id, year], [id, year, { ...year, name: 'MONTH' }])).toHaveLength(3);
});

test.each<[string, DatasetType, Field[][], string]>([
  ['a field that may not be null', 'Items', [[id], [id, { name: 'YEAR', type: 'int' }]], 'YEAR in version 2 of Items'],
  ['a field less', 'Items', [[id, year], [id]], 'Version 2 of Items changes or leaves out YEAR'],
  [
    'another type',
    'Users',
    [
      [id, year],
      [id, { ...year, type: ['null', 'long'] }],
    ],
    'leaves out YEAR',
  ],
  [
    'another attribute',
    'Users',
    [
      [id, year],
      [id, { ...year, categorical: true }],
    ],
    'leaves out YEAR',
  ],
  ['a fault in a later version', 'Users', [[id], [id, year], [id]], 'Version 3 of Users'],
  ['anything for Interactions', 'Interactions', [[id], [id, year]], 'Interactions'],
])('it cannot be given %s', (_, type, versions, message) => {
  expect(() => made(type, ...versions)).toThrow(message);
});

test('a generation begins with the newest lineage that there was for it', () => {
  const two = {
    ...lineages,
    Interactions: [
      { fromGeneration: 1, versions: [schemaOf('Interactions', id)] },
      { fromGeneration: 3, versions: [schemaOf('Interactions', id, year)] },
    ],
  };
  expect([1, 2, 3, 4].map((generation) => versionsOf('Interactions', generation, two)[0].fields.length)).toEqual([
    1, 1, 2, 2,
  ]);
  expect(() => versionsOf('Interactions', 0, two)).toThrow('generation 0');
});

test('properties are named as PutItems writes them', () => {
  expect(propertiesOf(versionsOf('Items', 1)[0])).toEqual([
    ...['genres', 'creationTimestamp', 'languages', 'audience', 'status'],
  ]);
});
