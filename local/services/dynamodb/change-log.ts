import { isDeepStrictEqual } from 'node:util';
import type { BatchEntry, Store } from 'dynalite/db';
import { changeHeadKey, changePrefix, itemPrefix, within } from './layout';
import type { TableDefinition } from './table-definition';

type WireItem = Readonly<Record<string, unknown>>;

/** One committed change of one item, in its stored form: both images, in the engine's form. */
export interface Change {
  /** 21 digits that ascend over all tables. As text they sort by time. */
  readonly sequenceNumber: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly keys: WireItem;
  readonly before?: WireItem;
  readonly after?: WireItem;
  /** Whether the item was deleted because its time to live had passed. */
  readonly expired?: true;
}

export interface Origin {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly expired?: true;
}

/** A position before every sequence number. */
export const trimHorizon = '';

/** Sequence numbers begin here, so that all of them have the same length. */
const firstNumber = 100_000_000_000_000_000_000n;

/**
 * The changes of tables that have a stream. A change is written together with its item, so that the log contains
 * exactly the changes that have happened. Units run one after another, and their order is the order of changes.
 */
export class ChangeLog {
  /** The tables with a stream, by the engine's name. */
  private readonly watched = new Map<string, TableDefinition>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private head: bigint | undefined;

  watch(table: string, definition: TableDefinition): void {
    this.watched.set(table, definition);
  }

  unwatch(table: string): void {
    this.watched.delete(table);
  }

  tables(): string[] {
    return [...this.watched.keys()];
  }

  /** Returns the log's entries for a unit's writes. A put that changes nothing has no entry. */
  async entries(writes: readonly BatchEntry[], store: Store, origin: Origin): Promise<LoggedChanges> {
    const entries: BatchEntry[] = [];
    const tables = new Set<string>();
    let head: bigint | undefined;
    for (const { key, type, value } of writes) {
      const table = this.tableOf(key);
      if (table === undefined) continue;
      const before = ((await store.db.get(key)) ?? undefined) as WireItem | undefined;
      const after = type === 'put' ? (value as WireItem) : undefined;
      if (isDeepStrictEqual(before, after)) continue;
      head = (head ?? (await this.readHead(store))) + 1n;
      const sequenceNumber = String(firstNumber + head);
      const keys = this.keysOf(table, (after ?? before) as WireItem);
      const change: Change = { sequenceNumber, ...origin, keys, before, after };
      entries.push({ type: 'put', key: changePrefix(table) + sequenceNumber, value: change });
      tables.add(table);
    }
    if (head !== undefined) entries.push({ type: 'put', key: changeHeadKey, value: String(head) });
    return { entries, tables, head };
  }

  /** To be called once the {@link entries} are on disk. */
  committed({ head, tables }: LoggedChanges): void {
    if (head !== undefined) this.head = head;
    for (const table of tables) for (const listener of this.listeners.get(table) ?? []) listener();
  }

  /** Returns the last sequence number that was used. */
  async latest(store: Store): Promise<string> {
    return String(firstNumber + (await this.readHead(store)));
  }

  /** Iterates over the changes after a sequence number, oldest first. */
  async *read(table: string, after: string, store: Store): AsyncGenerator<Change> {
    const { lt } = within(changePrefix(table));
    // Nothing sorts between a number and the same number with one more character.
    for await (const [, change] of store.db.iterator({ gte: `${changePrefix(table)}${after}!`, lt })) {
      yield change as Change;
    }
  }

  /** Calls back after every commit with changes of the table. Returns a function that ends this. */
  onChange(table: string, listener: () => void): () => void {
    const listeners = this.listeners.get(table) ?? new Set();
    this.listeners.set(table, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  private async readHead(store: Store): Promise<bigint> {
    this.head ??= BigInt(((await store.db.get(changeHeadKey)) as string | undefined) ?? 0);
    return this.head;
  }

  private tableOf(key: string): string | undefined {
    if (!key.startsWith('item-')) return undefined;
    return this.tables().find((table) => key.startsWith(itemPrefix(table)));
  }

  private keysOf(table: string, item: WireItem): WireItem {
    const { KeySchema = [] } = this.watched.get(table) ?? {};
    return Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
  }
}

export interface LoggedChanges {
  readonly entries: readonly BatchEntry[];
  readonly tables: ReadonlySet<string>;
  readonly head: bigint | undefined;
}
