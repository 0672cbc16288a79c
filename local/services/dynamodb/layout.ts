/** dynalite's keys in LevelDB: a name, `~`, and the key within. */
export const itemPrefix = (table: string) => `item-${table}~`;
export const indexPrefix = (type: string, table: string, index: string) =>
  `index-${type.toLowerCase()}~${table}~${index}~`;
export const tableKey = (table: string) => `table~${table}`;

/** A prefix that dynalite does not use: the tokens of completed transactions. */
export const tokenPrefix = 'token~';

/** A prefix that dynalite does not use: the changes of tables with a stream, and the last sequence number. */
export const changePrefix = (table: string) => `change-${table}~`;
export const changeHeadKey = 'changes~head';

/** A key after all others, which dynalite does not use. */
export const lastKey = '~last';

/** Prefixes that dynalite does not use: what the changes of tables with continuous backups have replaced. */
export const historyPrefix = (table: string) => `history-${table}~`;
export const historyStateKey = (table: string) => `history~${table}`;

/**
 * The engine's name of a backup's items. A slash is in no table's name, so that no table is named so.
 */
export const backupName = (id: string) => `backup/${id}`;

/** Returns the range of all keys with a prefix. */
export const within = (prefix: string) => ({ gte: prefix, lt: `${prefix}\xff` });
