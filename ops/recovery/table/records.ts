/** An attribute value in DynamoDB's form, such as `{S: 'text'}`. */
type Value = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, Value>>;

/** The state of continuous backups. Times are in milliseconds since 1970. */
interface Window {
  readonly earliest: number;
  readonly latest: number;
}

interface TableState {
  readonly status: string;
  /** The attributes of the key, in order. */
  readonly keys: readonly string[];
  /** The attribute by which DynamoDB deletes expired items. */
  readonly timeToLive: string | undefined;
  /** Counted by DynamoDB every six hours. */
  readonly items: number;
  /** The time to which the table was restored, if it is a restored one. */
  readonly restoredTo: number | undefined;
}

/** The operations on tables of one region that a restore uses. */
export interface Tables {
  /** `undefined` if the table does not exist. */
  describe(name: string): Promise<TableState | undefined>;
  /** `undefined` without continuous backups. */
  window(name: string): Promise<Window | undefined>;
  /** The backup that DynamoDB made when the table was deleted, if it still exists. */
  backupOfDeleted(name: string): Promise<{ readonly arn: string; readonly at: number } | undefined>;
  /** Starts a restore to a new table without indexes. */
  restore(source: RestoreFrom, target: string): Promise<void>;
  delete(name: string): Promise<void>;
  /** All items, page by page. */
  scan(name: string): AsyncIterable<readonly Item[]>;
  /** The items with the keys of these ones, as they are now. */
  read(name: string, keys: readonly string[], items: readonly Item[]): Promise<readonly Item[]>;
  /** Puts an item if the present one equals `before`, or if there is none. Returns whether it did. */
  put(name: string, keys: readonly string[], item: Item, before: Item | undefined): Promise<boolean>;
}

export type RestoreFrom = { readonly table: string; readonly at: number } | { readonly backup: string };
