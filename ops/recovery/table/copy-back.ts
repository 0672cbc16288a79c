import { compare, keyText, type Verdict } from './compare';
import type { Item, Tables } from './records';

export interface CopyRequest {
  /** The restored table. */
  readonly from: string;
  /** The live table. */
  readonly to: string;
  readonly keys: readonly string[];
  readonly timeToLive: string | undefined;
  /** Whether items that changed since are replaced too. */
  readonly replaces: boolean;
  /** Only items with this partition key. @default - all */
  readonly id?: string;
  /** Whether an item is about an asset or a viewer that was erased, and must not come back. @default - none is */
  readonly isErased?: (item: Item) => boolean;
}

export interface CopyResult {
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Items that were written. */
  readonly written: number;
  /** Items that changed while they were compared. A further run compares them again. */
  readonly raced: number;
  /** The keys of some items that are missing or different. */
  readonly examples: readonly string[];
}

/** BatchGetItem reads at most 100 items. */
const batchSize = 100;
const writesAtOnce = 16;
const exampleCount = 10;

/**
 * Compares a restored table with the live one, and writes what is missing there. Each write has the condition that the
 * live item is still as it was compared, so that nothing that is newer is lost, and a second run writes nothing twice.
 */
export async function copyBack(tables: Tables, request: CopyRequest, writes: boolean): Promise<CopyResult> {
  const { from, to, keys, timeToLive, replaces, id, isErased = () => false } = request;
  const counts: Record<Verdict, number> = { missing: 0, different: 0, same: 0, expired: 0, erased: 0 };
  const found = { written: 0, raced: 0, examples: [] as string[] };
  const now = Date.now() / 1000;
  for await (const page of tables.scan(from)) {
    const wanted = id === undefined ? page : page.filter((item) => keyText(item, keys.slice(0, 1)) === id);
    for (let start = 0; start < wanted.length; start += batchSize) {
      const batch = wanted.slice(start, start + batchSize);
      const live = new Map((await tables.read(to, keys, batch)).map((item) => [keyText(item, keys), item]));
      const todo: { readonly item: Item; readonly before: Item | undefined }[] = [];
      for (const item of batch) {
        const before = live.get(keyText(item, keys));
        const verdict = isErased(item) ? 'erased' : compare(item, before, timeToLive, now);
        counts[verdict] += 1;
        const isShown = verdict === 'missing' || verdict === 'different';
        if (isShown && found.examples.length < exampleCount) found.examples.push(`${verdict}: ${keyText(item, keys)}`);
        if (verdict === 'missing' || (verdict === 'different' && replaces)) todo.push({ item, before });
      }
      if (!writes) continue;
      for (let at = 0; at < todo.length; at += writesAtOnce) {
        const done = await Promise.all(
          todo.slice(at, at + writesAtOnce).map(({ item, before }) => tables.put(to, keys, item, before)),
        );
        for (const isWritten of done) found[isWritten ? 'written' : 'raced'] += 1;
      }
    }
  }
  return { counts, ...found };
}
