import type { BatchEntry, Store, SubDb } from 'dynalite/db';
import { ServiceError } from '../../kernel/service';
import { type ActionName, perform } from './actions';
import type { ChangeLog, Origin } from './change-log';
import type { History } from './history';
import { indexPrefix, itemPrefix } from './layout';
import type { Prepared } from './prepared';
import { refuseEmptyIndexKey } from './rules';
import type { TableDefinition } from './table-definition';
import { itemFromWire } from './values';

/**
 * The writes of one or several actions. They are held back until all actions have succeeded, so that items and their
 * index entries reach the disk together or not at all. Reads within the unit see its own writes. Units must not
 * overlap.
 */
export class Unit {
  private readonly writes = new Map<string, BatchEntry>();
  /** Replaces the store in actions. */
  private readonly store: Store;

  constructor(private readonly base: Store) {
    this.store = {
      ...base,
      getItemDb: (table) => this.overlay(itemPrefix(table), base.getItemDb(table)),
      getIndexDb: (type, table, index) =>
        this.refusingEmptyKeys(
          table,
          index,
          this.overlay(indexPrefix(type, table, index), base.getIndexDb(type, table, index)),
        ),
    };
  }

  /** With `ALL_OLD`, the error of a failed condition contains the item that failed it. */
  async perform(name: ActionName, data: Prepared, onFailure?: 'ALL_OLD' | 'NONE'): Promise<Record<string, unknown>> {
    // The key is copied first, because the action changes its data.
    const key = { TableName: data.TableName, Key: data.Key, Item: data.Item };
    try {
      return await perform(name, data, this.store);
    } catch (error) {
      const isCondition = error instanceof ServiceError && error.name === 'ConditionalCheckFailedException';
      if (!isCondition || onFailure !== 'ALL_OLD') throw error;
      throw new ServiceError(error.name, error.message, error.status, { Item: await this.existing(key) });
    }
  }

  /** Checks a DeleteItem's condition without deleting. Throws `ConditionalCheckFailedException`. */
  check(data: Prepared, onFailure?: 'ALL_OLD' | 'NONE'): Promise<Record<string, unknown>> {
    return new Unit(this.store).perform('DeleteItem', data, onFailure);
  }

  add(entry: BatchEntry): void {
    this.writes.set(entry.key, entry);
  }

  get isEmpty(): boolean {
    return this.writes.size === 0;
  }

  /** Whether a change removes an item or an entry. */
  get deletes(): boolean {
    return [...this.writes.values()].some(({ type }) => type === 'del');
  }

  /** Writes all changes, together with their entries in the log and in the history. */
  async commit(log: ChangeLog, history: History, origin: Origin): Promise<void> {
    if (this.isEmpty) return;
    const writes = [...this.writes.values()];
    const changes = await log.entries(writes, this.base, origin);
    const past = await history.entries(writes, this.base, origin.at);
    await this.base.db.batch([...writes, ...changes.entries, ...past]);
    log.committed(changes);
  }

  private async existing({ TableName, Key, Item }: Prepared): Promise<unknown> {
    const table = await this.definition(TableName as string);
    const names = table.KeySchema.map(({ AttributeName }) => AttributeName);
    const values = (Key ?? Item) as Record<string, unknown>;
    const key = Object.fromEntries(names.map((name) => [name, values[name]]));
    return itemFromWire((await perform('GetItem', { TableName, Key: key }, this.store)).Item);
  }

  /** AWS refuses an empty value of an index's key; dynalite would accept it. */
  private refusingEmptyKeys(table: string, indexName: string, index: SubDb): SubDb {
    return {
      ...index,
      // This must not be an async function: the library through which dynalite calls it would then pass no callback.
      put: (key, item, callback) => {
        const check = this.definition(table).then((definition) => refuseEmptyIndexKey(definition, indexName, item));
        check.then(
          () => index.put(key, item, callback),
          (error) => setImmediate(callback, error),
        );
      },
    };
  }

  private definition(table: string): Promise<TableDefinition> {
    return new Promise((resolve, reject) => {
      this.base.getTable(table, true, (error, found) => (error ? reject(error) : resolve(found as TableDefinition)));
    });
  }

  private overlay(prefix: string, base: SubDb): SubDb {
    return {
      get: (key, callback) => {
        const written = this.writes.get(prefix + key);
        if (written) setImmediate(callback, null, structuredClone(written.value));
        else base.get(key, callback);
      },
      put: (key, value, callback) => {
        // The object is copied, because actions may change it after putting it.
        this.add({ type: 'put', key: prefix + key, value: JSON.parse(JSON.stringify(value)) });
        setImmediate(callback, null);
      },
      del: (key, callback) => {
        this.add({ type: 'del', key: prefix + key });
        setImmediate(callback, null);
      },
      // Units run one after another, so no other holder of the key exists.
      lock: (_key, work) => work((callback) => callback),
    };
  }
}
