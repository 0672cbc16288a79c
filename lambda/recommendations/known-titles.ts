import { attempt, type Limit, within } from './limits';
import { remembered } from './remembered';
import type { Title } from './titles';

/** Reads titles. Ids that belong to no title are left out. */
export interface TitleSource {
  byIds(ids: readonly string[], signal: AbortSignal): Promise<Title[]>;
  /** Published ones, the newest first. */
  newest(signal: AbortSignal): Promise<Title[]>;
}

export interface Titles {
  /** By id, without titles that do not exist or cannot be read at present. */
  byIds(ids: readonly string[]): Promise<Map<string, Title>>;
  /** Published titles, the newest first. Rejects if they have never been read successfully. */
  newest(): Promise<readonly Title[]>;
}

export interface TitlesOptions {
  readonly limit: Limit;
  /** Time limit of one read, in milliseconds. */
  readonly limitMs: number;
  /** Time limit of the first read of new titles, in milliseconds. There is nothing to show before it succeeds. */
  readonly firstLimitMs: number;
  /** How long a title is used before it is read again, in milliseconds. */
  readonly freshMs: number;
  /** Maximum of titles that are kept. */
  readonly most: number;
  readonly now: () => number;
}

/** Keeps titles for some seconds, since they are the same for all viewers and many viewers request few titles. */
export function knownTitles(
  source: TitleSource,
  { limit, limitMs, firstLimitMs, freshMs, most, now }: TitlesOptions,
): Titles {
  /** In order of reading. Ids without a title are kept too, since Personalize may return them repeatedly. */
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
