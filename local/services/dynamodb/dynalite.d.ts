/** The parts of dynalite 4.0.0 that the engine uses. They are not its public interface, so its version is pinned. */

declare module 'dynalite/db' {
  type Callback<T> = (error: unknown, value?: T) => void;

  interface SubDb {
    get(key: string, callback: Callback<unknown>): void;
    put(key: string, value: unknown, callback: Callback<void>): void;
    del(key: string, callback: Callback<void>): void;
    lock(key: string, work: (release: (callback: Callback<unknown>) => Callback<unknown>) => void): void;
  }

  interface Range {
    readonly gte: string;
    readonly lt: string;
  }

  interface BatchEntry {
    readonly type: 'put' | 'del';
    readonly key: string;
    readonly value?: unknown;
  }

  interface Store {
    readonly options: { readonly maxItemSize: number };
    readonly db: {
      open(): Promise<void>;
      close(): Promise<void>;
      get(key: string): Promise<unknown>;
      batch(entries: readonly BatchEntry[]): Promise<void>;
      compactRange(start: string, end: string): Promise<void>;
      iterator(range: Range): AsyncIterable<[key: string, value: unknown]>;
    };
    getItemDb(table: string): SubDb;
    getIndexDb(type: string, table: string, index: string): SubDb;
    getTable(name: string, checkStatus: boolean | Callback<unknown>, callback?: Callback<unknown>): void;
  }

  interface Condition {
    readonly _condition?: unknown;
  }

  export function create(options: { path: string }): Store;
  export function checkConditional(data: Condition, item: unknown): Error | null | undefined;
  export function createKey(key: unknown, table: unknown): string;
  export function validateKey(key: unknown, table: unknown): Error | null | undefined;
  export function getIndexActions(
    indexes: readonly unknown[],
    existing: unknown,
    item: unknown,
    table: unknown,
  ): { puts: { index: string; key: string; item: unknown }[]; deletes: { index: string; key: string }[] };
  export type { BatchEntry, Store, SubDb };
}

declare module 'dynalite/validations' {
  import type { Store } from 'dynalite/db';

  export function checkTypes(data: object, types: object): Record<string, unknown>;
  export function checkValidations(data: object, types: object, custom: unknown, store: Store): void;
}

declare module 'dynalite/validations/*' {
  export const types: Readonly<Record<string, object>>;
  export function custom(data: object, store: unknown): string | undefined;
}

declare module 'dynalite/actions/*' {
  import type { Store } from 'dynalite/db';

  export default function action(
    store: Store,
    data: object,
    callback: (error: unknown, output?: Record<string, unknown>) => void,
  ): void;
}
