import type { Audience } from './passage';

/** By folder of the repository's root, the number of hits; folders without any are left out. */
export type Counts = Readonly<Record<Audience, Readonly<Record<string, number>>>>;

/** Counts hits by the first folder of their paths; files of the root count under `.`. */
export function count(hits: readonly { readonly path: string; readonly audience: Audience }[]): Counts {
  const counts: Record<Audience, Record<string, number>> = { visible: {}, comment: {} };
  for (const { path, audience } of hits) {
    const folder = folderOf(path);
    counts[audience][folder] = (counts[audience][folder] ?? 0) + 1;
  }
  return { visible: sorted(counts.visible), comment: sorted(counts.comment) };
}

/** The folder that a file counts for. */
export function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '.';
}

/** A folder whose number differs from the allowed one. */
export interface Difference {
  readonly audience: Audience;
  readonly folder: string;
  readonly allowed: number;
  readonly found: number;
}

/** The folders that have more hits than allowed, or fewer. */
export function differences(allowed: Counts, found: Counts): Difference[] {
  return (['visible', 'comment'] as const).flatMap((audience) =>
    Object.keys({ ...allowed[audience], ...found[audience] })
      .map((folder) => ({
        ...{ audience, folder },
        ...{ allowed: allowed[audience][folder] ?? 0, found: found[audience][folder] ?? 0 },
      }))
      .filter(({ allowed: most, found: now }) => most !== now),
  );
}

/** The allowed numbers, lowered to those found. A number never rises. */
export function lowered(allowed: Counts, found: Counts): Counts {
  const lower = (audience: Audience) =>
    Object.entries(allowed[audience])
      .map(([folder, most]) => [folder, Math.min(most, found[audience][folder] ?? 0)] as const)
      .filter(([, most]) => most > 0);
  return { visible: Object.fromEntries(lower('visible')), comment: Object.fromEntries(lower('comment')) };
}

function sorted(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
