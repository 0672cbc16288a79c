import { isDeepStrictEqual } from 'node:util';
import { getIndexActions, type Store } from 'dynalite/db';
import { prepare } from './actions';
import { changePrefix, indexPrefix, itemPrefix, tableKey, within } from './layout';
import type { Index, TableDefinition } from './table-definition';
import type { Unit } from './unit';

type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Changes the engine's table to match the definition. Global indexes can be added, which fills them from the items,
 * changed and removed; keys and local indexes cannot change. Throws an error for a change of those, or a
 * `ValidationException`.
 */
export async function defineTable(name: string, definition: TableDefinition, unit: Unit, store: Store): Promise<void> {
  const wanted = prepare('CreateTable', { TableName: name, BillingMode: 'PAY_PER_REQUEST', ...definition }, store);
  const before = (await store.db.get(tableKey(name))) as TableDefinition | undefined;
  if (before) {
    refuseNewKeys(name, before, definition);
    await replaceIndexes(name, before, definition, unit, store);
  }
  unit.add({ type: 'put', key: tableKey(name), value: { ...wanted, TableStatus: 'ACTIVE' } });
}

/** Removes the engine's table with its items, indexes and changes. */
export async function dropTable(name: string, unit: Unit, store: Store): Promise<void> {
  const definition = (await store.db.get(tableKey(name))) as TableDefinition | undefined;
  const indexes = (['Global', 'Local'] as const).flatMap((kind) =>
    (definition?.[`${kind}SecondaryIndexes`] ?? []).map(({ IndexName }) => indexPrefix(kind, name, IndexName)),
  );
  for (const prefix of [itemPrefix(name), changePrefix(name), ...indexes]) {
    for await (const [key] of store.db.iterator(within(prefix))) unit.add({ type: 'del', key });
  }
  unit.add({ type: 'del', key: tableKey(name) });
}

function refuseNewKeys(name: string, before: TableDefinition, after: TableDefinition): void {
  const keysOf = (table: TableDefinition) =>
    table.KeySchema.map(({ AttributeName, KeyType }) => [AttributeName, KeyType, typeOf(table, AttributeName)]);
  const same =
    isDeepStrictEqual(keysOf(before), keysOf(after)) &&
    isDeepStrictEqual(indexForms(before, 'Local'), indexForms(after, 'Local'));
  if (!same) {
    throw new Error(`${name}: a table's key and local indexes cannot change; AWS would replace it by an empty one`);
  }
}

async function replaceIndexes(
  name: string,
  before: TableDefinition,
  after: TableDefinition,
  unit: Unit,
  store: Store,
): Promise<void> {
  const old = indexForms(before, 'Global');
  const wanted = indexForms(after, 'Global');
  const isIn = (forms: typeof old, form: (typeof old)[number]) => forms.some((other) => isDeepStrictEqual(other, form));
  for (const { IndexName } of old.filter((form) => !isIn(wanted, form))) {
    for await (const [key] of store.db.iterator(within(indexPrefix('global', name, IndexName)))) {
      unit.add({ type: 'del', key });
    }
  }
  const added = wanted.filter((form) => !isIn(old, form));
  if (added.length === 0) return;
  for await (const [, item] of store.db.iterator(within(itemPrefix(name)))) {
    fillIndexes(name, { ...after, GlobalSecondaryIndexes: added, LocalSecondaryIndexes: [] }, item as Item, unit);
  }
}

/** Adds an item's entries in the indexes of a definition. */
function fillIndexes(name: string, table: TableDefinition, item: Item, unit: Unit): void {
  for (const kind of ['Global', 'Local'] as const) {
    const indexes = (table[`${kind}SecondaryIndexes`] ?? []).filter((index) => fits(item, index, table));
    for (const { index, key, item: entry } of getIndexActions(indexes, null, item, table).puts) {
      unit.add({ type: 'put', key: indexPrefix(kind, name, index) + key, value: entry });
    }
  }
}

/** Writes items of another table with the same key, by their key within it, into a table that was just defined. */
export function fillTable(
  name: string,
  definition: TableDefinition,
  items: Iterable<readonly [key: string, item: object]>,
  unit: Unit,
): void {
  for (const [key, item] of items) {
    unit.add({ type: 'put', key: itemPrefix(name) + key, value: item });
    fillIndexes(name, definition, item as Item, unit);
  }
}

/** As on AWS, items whose attribute has another type than a new index's key are not in the index. */
function fits(item: Item, index: Index, table: TableDefinition): boolean {
  return index.KeySchema.every(
    ({ AttributeName }) => item[AttributeName]?.[typeOf(table, AttributeName) ?? ''] !== undefined,
  );
}

/** Returns the properties by which two definitions of an index are compared. */
function indexForms(table: TableDefinition, kind: 'Global' | 'Local') {
  return (table[`${kind}SecondaryIndexes`] ?? []).map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema: KeySchema.map(({ AttributeName, KeyType }) => ({ AttributeName, KeyType })),
    Projection: {
      ProjectionType: Projection.ProjectionType,
      NonKeyAttributes: [...(Projection.NonKeyAttributes ?? [])].sort(),
    },
    types: KeySchema.map(({ AttributeName }) => typeOf(table, AttributeName)),
  }));
}

function typeOf(table: TableDefinition, attribute: string): 'S' | 'N' | 'B' | undefined {
  return table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === attribute)?.AttributeType;
}
