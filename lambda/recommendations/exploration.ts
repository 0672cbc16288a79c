import { createHash } from 'node:crypto';

/** Every so many titles, one is there to be tried. */
const exploreEvery = 4;

/** A viewer's seed of one day (UTC): what they are shown stays until tomorrow, and differs from their neighbour's. */
export function seedOf(userId: string, at: Date): string {
  return `${userId} ${at.toISOString().slice(0, 10)}`;
}

/** The same titles in an order that depends on the seed alone: adding a title moves no others past each other. */
export function shuffled(ids: readonly string[], seed: string): string[] {
  const keyed = ids.map((id) => [createHash('sha256').update(`${seed} ${id}`).digest('hex'), id] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id);
}

/**
 * What is known to be liked, in its order, with every fourth place for a title that nobody knows yet: what is never
 * shown can never become popular. No title twice; when one of the two runs out, the other goes on.
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
