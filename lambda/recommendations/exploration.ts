import { createHash } from 'node:crypto';

/** One title of this many in a row is one that viewers do not know yet. */
const exploreEvery = 4;

/** The seed of a viewer and a day (UTC): the order stays the same for a day, and differs between viewers. */
export function seedOf(userId: string, at: Date): string {
  return `${userId} ${at.toISOString().slice(0, 10)}`;
}

/** Orders titles by the seed alone: adding a title does not change the order of the others. */
export function shuffled(ids: readonly string[], seed: string): string[] {
  const keyed = ids.map((id) => [createHash('sha256').update(`${seed} ${id}`).digest('hex'), id] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id);
}

/**
 * Mixes popular titles, in their order, with new ones in every fourth place: a title that is never shown cannot become
 * popular. No title is repeated. When one list is used up, the other fills the remaining places.
 */
export function explored(known: readonly string[], unknown: readonly string[], seed: string): string[] {
  const liked = [...new Set(known)];
  const tried = shuffled(
    [...new Set(unknown)].filter((id) => !liked.includes(id)),
    seed,
  );
  const mixed: string[] = [];
  while (liked.length > 0 || tried.length > 0) {
    const explores = (mixed.length + 1) % exploreEvery === 0;
    const next = (explores ? tried.shift() : liked.shift()) ?? liked.shift() ?? tried.shift();
    if (next !== undefined) mixed.push(next);
  }
  return mixed;
}
