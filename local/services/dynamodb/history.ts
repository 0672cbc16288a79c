import type { BatchEntry, Store } from 'dynalite/db';
import { historyPrefix, historyStateKey, itemPrefix, within } from './layout';

type WireItem = Readonly<Record<string, unknown>>;

/** One item before one of its changes. */
interface Past {
  /** Milliseconds since 1970; never less than that of an earlier entry. */
  readonly at: number;
  /** The item's key within its table, in the engine's form. */
  readonly key: string;
  /** Absent if the change created the item. */
  readonly before?: WireItem;
}

/** The unit that a write belongs to. */
interface Writes {
  add(entry: BatchEntry): void;
}

interface State {
  /** The earliest time whose items are known, in milliseconds since 1970. */
  readonly since: number;
  readonly last: number;
  readonly lastAt: number;
  /** The size of all entries as JSON. */
  readonly bytes: number;
}

/** Continuous backups reach back 35 days (developer guide, Point-in-time recovery). Milliseconds. */
export const longestReach = 35 * 24 * 3600 * 1000;

/** The default limit of {@link History.trim}, in bytes for each table. */
export const historyBytes = 32 * 1024 ** 2;

const numberText = (number: number) => String(number).padStart(15, '0');

/**
 * The past of tables with continuous backups: what each change has replaced. Undoing the changes after a moment gives the
 * items of that moment, so a table is copied only when a client requests a restore. An entry is written together with
 * its change, so that the past is complete back to `since`.
 */
export class History {
  private readonly watched = new Set<string>();
  /** The moments that running restores need, by table. */
  private readonly held: { readonly table: string; readonly at: number }[] = [];

  /** Starts recording, unless it is recording already. */
  async begin(table: string, now: number, unit: Writes, store: Store): Promise<void> {
    this.watched.add(table);
    const state = (await store.db.get(historyStateKey(table))) as State | undefined;
    const fresh: State = { since: now, last: 0, lastAt: now, bytes: 0 };
    if (!state) unit.add({ type: 'put', key: historyStateKey(table), value: fresh });
  }

  /** Stops recording, and forgets the past. Does nothing for a table that has none. */
  async end(table: string, unit: Writes, store: Store): Promise<void> {
    this.watched.delete(table);
    if ((await store.db.get(historyStateKey(table))) === undefined) return;
    for await (const [key] of store.db.iterator(within(historyPrefix(table)))) unit.add({ type: 'del', key });
    unit.add({ type: 'del', key: historyStateKey(table) });
  }

  /** The earliest time that can be restored, in milliseconds since 1970; `undefined` without continuous backups. */
  async since(table: string, now: number, store: Store): Promise<number | undefined> {
    if (!this.watched.has(table)) return undefined;
    const state = (await store.db.get(historyStateKey(table))) as State | undefined;
    return state && Math.max(state.since, now - longestReach);
  }

  /** Keeps what a restore to this moment needs, until the returned function is called. */
  hold(table: string, at: number): () => void {
    const hold = { table, at };
    this.held.push(hold);
    return () => this.held.splice(this.held.indexOf(hold), 1);
  }

  /** Returns what has to be written together with a unit's writes. */
  async entries(writes: readonly BatchEntry[], store: Store, now: number): Promise<BatchEntry[]> {
    const entries: BatchEntry[] = [];
    for (const table of this.watched) {
      const prefix = itemPrefix(table);
      const changed = writes.filter(({ key }) => key.startsWith(prefix));
      if (changed.length > 0) entries.push(...(await this.entriesOf(table, changed, store, now)));
    }
    return entries;
  }

  /**
   * The items of a table at a time, by their key within the table. The time has whole seconds, and changes within its
   * second are undone as well. To be called while no unit runs.
   */
  async itemsAt(table: string, at: number, store: Store): Promise<ReadonlyMap<string, WireItem>> {
    const state = (await store.db.get(historyStateKey(table))) as State | undefined;
    if (!state || Math.floor(state.since / 1000) * 1000 > at)
      throw new Error('the past of this table does not reach back');
    const prefix = itemPrefix(table);
    const items = new Map<string, WireItem>();
    for await (const [key, item] of store.db.iterator(within(prefix))) {
      items.set(key.slice(prefix.length), item as WireItem);
    }
    const undone = new Set<string>();
    for await (const [, entry] of store.db.iterator(within(historyPrefix(table)))) {
      const past = entry as Past;
      // The first change after the moment holds the item of the moment.
      if (past.at <= at || undone.has(past.key)) continue;
      undone.add(past.key);
      if (past.before) items.set(past.key, past.before);
      else items.delete(past.key);
    }
    return items;
  }

  /** Forgets the oldest changes of each table: those that are older than the reach, and those above a size. */
  async trim(now: number, maxBytes: number, unit: Writes, store: Store): Promise<void> {
    for (const table of this.watched) {
      const state = (await store.db.get(historyStateKey(table))) as State | undefined;
      if (!state) continue;
      let { since, bytes } = state;
      const earliestHeld = Math.min(...this.held.filter((hold) => hold.table === table).map(({ at }) => at));
      for await (const [key, entry] of store.db.iterator(within(historyPrefix(table)))) {
        const past = entry as Past;
        if (past.at > earliestHeld || (bytes <= maxBytes && past.at >= now - longestReach)) break;
        unit.add({ type: 'del', key });
        bytes -= sizeOf(past);
        since = past.at;
      }
      // A write for every look would keep the disk busy.
      if (bytes !== state.bytes)
        unit.add({ type: 'put', key: historyStateKey(table), value: { ...state, since, bytes } });
    }
  }

  private async entriesOf(
    table: string,
    writes: readonly BatchEntry[],
    store: Store,
    now: number,
  ): Promise<BatchEntry[]> {
    const state = (await store.db.get(historyStateKey(table))) as State | undefined;
    if (!state) return [];
    const at = Math.max(now, state.lastAt);
    let { last, bytes } = state;
    const entries: BatchEntry[] = [];
    for (const { key, type } of writes) {
      const before = (await store.db.get(key)) as WireItem | undefined;
      if (!before && type === 'del') continue;
      const past: Past = { at, key: key.slice(itemPrefix(table).length), ...(before && { before }) };
      last += 1;
      bytes += sizeOf(past);
      entries.push({ type: 'put', key: historyPrefix(table) + numberText(last), value: past });
    }
    const value: State = { ...state, last, lastAt: at, bytes };
    return [...entries, { type: 'put', key: historyStateKey(table), value }];
  }
}

const sizeOf = (past: Past) => Buffer.byteLength(JSON.stringify(past));
