/** dynalite's layout of keys in LevelDB: a name, `~`, and the key within. */
export const itemPrefix = (table: string) => `item-${table}~`;
export const indexPrefix = (type: string, table: string, index: string) =>
  `index-${type.toLowerCase()}~${table}~${index}~`;
export const tableKey = (table: string) => `table~${table}`;

/** Not dynalite's: the tokens of transactions that were carried out. */
export const tokenPrefix = 'token~';

/** Not dynalite's: the changes of a table that has a stream, and the last number given to one. */
export const changePrefix = (table: string) => `change-${table}~`;
export const changeHeadKey = 'changes~head';

/** All keys with a prefix. */
export const within = (prefix: string) => ({ gte: prefix, lt: `${prefix}\xff` });
