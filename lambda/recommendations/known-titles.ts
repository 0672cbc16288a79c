import { attempt, type Limit, within } from './limits';
import { remembered } from './remembered';
import type { Title } from './titles';

/** Where titles are read. Ids of none are left out. */
export interface TitleSource {
  byIds(ids: readonly string[], signal: AbortSignal): Promise<Title[]>;
  /** Published ones, the newest first. */
  newest(signal: AbortSignal): Promise<Title[]>;
}

export interface Titles {
  /** By id; without those that there are none of, or that cannot be read now. */
  byIds(ids: readonly string[]): Promise<Map<string, Title>>;
  /** Published ones, the newest first. Rejects where they cannot be read and never could. */
  newest(): Promise<readonly Title[]>;
}

export interface TitlesOptions {
  readonly limit: Limit;
  /** For one reading, in milliseconds. */
  readonly limitMs: number;
  /** For a reading of new titles while there are none of an earlier one: without them there is nothing to show. */
  readonly firstLimitMs: number;
  /** How long a title is taken to be as it was, in milliseconds. */
  readonly freshMs: number;
  /** Titles kept at most. */
  readonly most: number;
  readonly now: () => number;
}

/** Titles are the same for everybody, and few are asked for by many: they are kept for some seconds. */
export function knownTitles(
  source: TitleSource,
  { limit, limitMs, firstLimitMs, freshMs, most, now }: TitlesOptions,
): Titles {
  /** In order of reading. Ids of no title are kept as well, since Personalize may name them again and again. */
  const known = new Map<string, { readonly title: Title | undefined; readonly until: number }>();

  let hasNewest = false;
  const newest = remembered(
    async () => {
      const titles = await within(limit(hasNewest ? limitMs : firstLimitMs), (signal) => source.newest(signal));
      hasNewest = true;
      keep(new Map(titles.map((title) => [title.id, title])));
      return titles;
    },
    freshMs,
    now,
  );

  function keep(titles: ReadonlyMap<string, Title | undefined>): void {
    const until = now() + freshMs;
    for (const [id, title] of titles) {
      known.delete(id);
      known.set(id, { title, until });
    }
    for (const oldest of known.keys()) {
      if (known.size <= most) break;
      known.delete(oldest);
    }
  }

  return {
    async byIds(ids) {
      const wanted = [...new Set(ids)];
      const stale = wanted.filter((id) => now() >= (known.get(id)?.until ?? 0));
      const read =
        stale.length === 0
          ? []
          : await attempt('fresh titles', limit(limitMs), undefined, (signal) => source.byIds(stale, signal));
      const fresh = new Map((read ?? []).map((title) => [title.id, title]));
      const found = new Map<string, Title>();
      for (const id of wanted) {
        const title = fresh.get(id) ?? (read && stale.includes(id) ? undefined : known.get(id)?.title);
        if (title) found.set(id, title);
      }
      if (read) keep(new Map(stale.map((id) => [id, fresh.get(id)])));
      return found;
    },

    newest: () => newest.get(),
  };
}
