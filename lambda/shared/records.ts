import type * as z from 'zod/mini';
import { count } from './count';
import { fromItem, type Item } from './items';
import { log } from './log';

/**
 * Reads items of a list. A malformed one is left out, so that it does not fail the list for every caller; it is logged by
 * its key and counted.
 */
export function readable<S extends z.ZodMiniType>(
  schema: S,
  items: readonly Item[] = [],
  table: 'assets' | 'rankings' | 'erasures' = 'assets',
): z.output<S>[] {
  return items.flatMap((item) => {
    const { success, data, error } = schema.safeParse(fromItem(item));
    if (success) return [data];
    log.error('A malformed record was left out of a list', { table, id: item.id?.S, error });
    count('MalformedRecords', { Table: table });
    return [];
  });
}
