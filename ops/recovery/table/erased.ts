import { hashOf } from '../../../lambda/erasure/erasure';
import type { Item, Tables } from './records';

/** The part of an item of the table `erasures` that identifies its subject. */
export interface ErasedSubject {
  readonly salt: string;
  readonly hash: string;
}

/** Ids of assets and of users, wherever they are in a text. */
const ids = /(?<![a-z2-7])a[a-z2-7]{21}(?![a-z2-7])|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Whether an id is of an asset or a viewer who has been erased. The certificates have only salted hashes of ids. */
export function erasedIds(subjects: readonly ErasedSubject[]): (id: string) => boolean {
  const known = new Map<string, boolean>();
  return (id) => {
    const found = known.get(id) ?? subjects.some(({ salt, hash }) => hashOf(salt, id) === hash);
    known.set(id, found);
    return found;
  };
}

/** Whether an item is about an asset or a viewer who has been erased: its key or one of its texts has the id. */
export function erasedOf(subjects: readonly ErasedSubject[]): (item: Item) => boolean {
  const isErased = erasedIds(subjects);
  return (item) =>
    Object.values(item).some(({ S: text }) => typeof text === 'string' && (text.match(ids) ?? []).some(isErased));
}

/** All certificates of the table, and the erasures in progress. */
export async function readErased(tables: Pick<Tables, 'scan'>, table: string): Promise<ErasedSubject[]> {
  const subjects: ErasedSubject[] = [];
  for await (const page of tables.scan(table)) subjects.push(...subjectsOf(page));
  return subjects;
}

/** Reads the subjects from items of the table `erasures`. Throws an `Error` for an item without a hash. */
export function subjectsOf(items: readonly Item[]): ErasedSubject[] {
  return items.map(({ id, salt, hash }) => {
    if (typeof salt?.S !== 'string' || typeof hash?.S !== 'string') {
      throw new Error(`The erasure ${String(id?.S)} has no hash`);
    }
    return { salt: salt.S, hash: hash.S };
  });
}
