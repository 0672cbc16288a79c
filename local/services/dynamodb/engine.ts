import { create, type Store } from 'dynalite/db';
import { isDiskFault } from '../../kernel/disk-fault';
import { type ActionName, perform, prepare } from './actions';
import { type Change, ChangeLog, trimHorizon } from './change-log';
import { History } from './history';
import { changePrefix, itemPrefix, lastKey, within } from './layout';
import { checkLevelFolder, noteLevelFolder, remedy, removeLevelLogs } from './level-folder';
import type { Prepared } from './prepared';
import { Unit } from './unit';

/** Milliseconds from a deletion until its bytes leave the files. */
const compactionDelay = 60_000;

/** dynalite over one LevelDB: single actions, and units of several actions that are written together. */
export class Engine {
  private store: Store | undefined;
  private opening: Promise<void> | undefined;
  /** The last unit in the queue. */
  private last: Promise<unknown> = Promise.resolve();
  /** Whether files may contain values that were deleted or replaced; those of an earlier process may. */
  private isStale = true;
  private compaction: NodeJS.Timeout | undefined;

  readonly changes = new ChangeLog();
  readonly history = new History();

  /** `path` is LevelDB's folder, which only one process at a time may open. `now` returns milliseconds since 1970. */
  constructor(
    private readonly path: string,
    private readonly now: () => number,
  ) {}

  prepare(name: ActionName, input: object): Prepared {
    return prepare(name, input, this.open());
  }

  async read(name: ActionName, data: Prepared): Promise<Record<string, unknown>> {
    const store = this.open();
    await this.opening;
    return perform(name, data, store);
  }

  /** Runs units one after another. The writes of a unit are committed if its work succeeds, and dropped otherwise. */
  write<T>(work: (unit: Unit, store: Store) => Promise<T>, why?: 'expired'): Promise<T> {
    return this.enqueue(async () => {
      const store = this.open();
      await this.opening;
      const unit = new Unit(store);
      const result = await work(unit, store);
      try {
        await unit.commit(this.changes, this.history, { at: this.now(), ...(why && { expired: true }) });
      } catch (error) {
        // LevelDB refuses all writes after one that the disk refused, until it is opened again.
        if (isDiskFault(error)) await this.reopen();
        throw error;
      }
      this.isStale ||= !unit.isEmpty;
      if (unit.deletes) this.compactSoon();
      return result;
    });
  }

  /**
   * Rewrites LevelDB's files without what was deleted or replaced. LevelDB itself keeps old values until it happens to
   * rewrite a file.
   */
  compact(): Promise<void> {
    return this.enqueue(async () => {
      clearTimeout(this.compaction);
      this.compaction = undefined;
      if (!this.isStale) return;
      const { db } = this.open();
      await this.opening;
      // LevelDB notes the last key that a compaction reached. It must not be one that was deleted.
      await db.batch([{ type: 'put', key: lastKey, value: this.now() }]);
      await db.compactRange('', `${lastKey}~`);
      this.isStale = false;
    });
  }

  /** Iterates over all items of a table, in no particular order. */
  async *items(table: string): AsyncGenerator<[key: string, item: Record<string, unknown>]> {
    for await (const [key, item] of this.open().db.iterator(within(itemPrefix(table)))) {
      yield [key, item as Record<string, unknown>];
    }
  }

  /** All items of a table, by their key within it. */
  async itemsOf(table: string): Promise<ReadonlyMap<string, Record<string, unknown>>> {
    const items = new Map<string, Record<string, unknown>>();
    const start = itemPrefix(table).length;
    for await (const [key, item] of this.items(table)) items.set(key.slice(start), item);
    return items;
  }

  /** Iterates over the changes of a table after a sequence number, oldest first. */
  changesAfter(table: string, sequenceNumber: string): AsyncGenerator<Change> {
    return this.changes.read(table, sequenceNumber, this.open());
  }

  /** Deletes a table's oldest changes, up to the first one that stays. */
  trimChanges(table: string, isOver: (change: Change) => boolean): Promise<void> {
    return this.write(async (unit, store) => {
      for await (const change of this.changes.read(table, trimHorizon, store)) {
        if (!isOver(change)) return;
        unit.add({ type: 'del', key: changePrefix(table) + change.sequenceNumber });
      }
    });
  }

  latestChange(): Promise<string> {
    return this.changes.latest(this.open());
  }

  /**
   * The earliest time to which a table can be restored, in milliseconds since 1970. It is read between units, so that it
   * is not about to move.
   */
  earliestRestorable(table: string): Promise<number | undefined> {
    return this.write((_unit, store) => this.history.since(table, this.now(), store));
  }

  async close(): Promise<void> {
    await this.last;
    if (this.store) {
      // A disk that cannot be written is no reason to leave the files open.
      await this.compact().catch(() => {});
      await this.reopen();
      // The list of files contains keys of all files since it was begun, and each opening begins a new one.
      this.open();
      await this.opening;
      await this.reopen();
      removeLevelLogs(this.path);
    }
  }

  private enqueue<T>(run: () => Promise<T>): Promise<T> {
    const done = this.last.then(run, run);
    this.last = done.catch(() => {});
    return done;
  }

  private compactSoon(): void {
    // A failure is one of the disk, and the stop tries again.
    this.compaction ??= setTimeout(() => void this.compact().catch(() => {}), compactionDelay).unref();
  }

  /** Closes the database, which the next use opens again. */
  private async reopen(): Promise<void> {
    const { store } = this;
    this.store = undefined;
    this.opening = undefined;
    await store?.db.close();
  }

  /** Throws if files are missing. */
  private open(): Store {
    if (this.store) return this.store;
    checkLevelFolder(this.path);
    const store = create({ path: this.path });
    this.store = store;
    this.opening = store.db.open().then(
      () => noteLevelFolder(this.path),
      (error: Error) => {
        const { message } = (error.cause as Error | undefined) ?? error;
        throw new Error(`the tables cannot be opened: ${message}. ${remedy(this.path)}`, { cause: error });
      },
    );
    // Each use awaits it.
    this.opening.catch(() => {});
    return store;
  }
}
