import { type Schema, Type } from 'avsc';
import { changesOf, streamEvent } from '../../../lambda/personalization/stream-record';
import { newsOf } from '../../../lambda/personalization/sync-plan';
import { toItem } from '../../../lambda/shared/items';
import { type DatasetType, datasetTypes, versionsOf } from '../../../lib/constructs/recommenders/schemas';
import cases from '../../cases/personalize-news.json';

const newest = (dataset: DatasetType) => {
  const schema = versionsOf(dataset, 1).at(-1);
  if (!schema) throw new Error(`no schema of ${dataset}`);
  return schema;
};
const types = {
  item: Type.forSchema(newest('Items') as unknown as Schema),
  user: Type.forSchema(newest('Users') as unknown as Schema),
};

const upper = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** A record as Personalize makes it of properties: their names in capitals beside the id. */
function recordOf(idName: string, id: string, properties: object) {
  return {
    [idName]: id,
    ...Object.fromEntries(Object.entries(properties).map(([name, value]) => [upper(name), value])),
  };
}

const asset = {
  id: 'aaaaaaaaaaaaaaaaaaaaaa',
  kind: 'asset',
  ownerId: 'o',
  title: 'Film',
  fileName: 'f.mp4',
  contentType: 'video/mp4',
  size: 1,
  status: 'READY',
  createdAt: '2026-01-02T03:04:05.678Z',
  updatedAt: '2026-01-02T03:04:05.678Z',
};
const viewer = {
  id: 'a-sub',
  pseudonym: 'p1',
  personalised: true,
  languages: [],
  ageLimit: 18,
  createdAt: 'x',
  updatedAt: 'x',
};
const { pseudonym: _, ...earlier } = viewer;
const rows = { asset, viewer, 'viewer of an earlier version': earlier } as const;

interface Case {
  readonly name: string;
  readonly of: string;
  /** What the row had beside the usual; none where there was no row. */
  readonly before?: object;
  readonly after?: object;
  /** News in their order. */
  readonly expected: readonly object[];
}

describe('what is told of a change', () => {
  test.each(cases as readonly Case[])('$name', ({ of, before, after, expected }) => {
    const row = rows[of as keyof typeof rows];
    const image = (more?: object) => more && toItem({ ...row, ...more });
    const record = {
      dynamodb: {
        Keys: { id: { S: row.id } },
        NewImage: image(after),
        OldImage: image(before),
        SequenceNumber: '1',
      },
    };
    const [change] = changesOf(streamEvent.parse({ Records: [record] }));
    const news = change ? newsOf(change) : [];
    expect(news).toMatchObject(expected);
    expect(JSON.stringify(news)).not.toContain('a-sub');
    for (const one of news) {
      if (one.kind === 'item' && one.item) {
        const encoded = types.item.toBuffer(recordOf('ITEM_ID', one.id, one.item));
        expect(types.item.fromBuffer(encoded)).toMatchObject({ STATUS: one.item.status });
      }
      if (one.kind === 'user') {
        const encoded = types.user.toBuffer(recordOf('USER_ID', one.id, one.user));
        expect(types.user.fromBuffer(encoded)).toMatchObject({ LANGUAGES: one.user.languages });
      }
    }
  });
});

test.each(datasetTypes)('%s has a schema in Avro, in which every record has all fields', (dataset) => {
  const schema = newest(dataset);
  const type = Type.forSchema(schema as unknown as Schema);
  expect(type.isValid({})).toBe(false);
  const values: Record<string, unknown> = {};
  for (const { name, type: field } of schema.fields)
    values[name] = field === 'long' ? 1 : field === 'string' ? 's' : null;
  expect(type.isValid(values)).toBe(true);
});

test('an interaction has a value or none', () => {
  const type = Type.forSchema(newest('Interactions') as unknown as Schema);
  const watch = { USER_ID: 'u', ITEM_ID: 'i', TIMESTAMP: 1_767_000_000, EVENT_TYPE: 'Watch' };
  expect(type.isValid({ ...watch, EVENT_VALUE: null })).toBe(true);
  expect(type.isValid({ ...watch, EVENT_TYPE: 'Rate', EVENT_VALUE: 4 })).toBe(true);
  expect(type.isValid({ ...watch, EVENT_VALUE: 'four' })).toBe(false);
});
