import type { Asset } from '../shared/assets';
import type { Caller } from '../shared/http';
import { isPublished } from '../shared/http-asset';
import type { Position } from './cursor';

/**
 * A list that an index serves: the published assets by their publication, all assets by their creation, or those of one
 * owner by their creation, with or without the published ones.
 */
export type List = 'published' | 'all' | { readonly ownerId: string; readonly without?: 'published' };

export interface Page {
  readonly assets: readonly Asset[];
  /** Where the next page starts; `undefined` on the last one. */
  readonly last: Position | undefined;
}

/** The lists that together have all assets that the caller may see, or all of the caller's own. */
export function listsFor({ id, groups }: Caller, mine: boolean): readonly List[] {
  if (mine) return [{ ownerId: id }];
  if (groups.includes('admin')) return ['all'];
  return groups.includes('creator') ? ['published', { ownerId: id, without: 'published' }] : ['published'];
}

/** The time by which a list is sorted, ISO 8601. */
const timeOf = (list: List, { publishedAt, createdAt }: Asset) =>
  list === 'published' ? (publishedAt ?? createdAt) : createdAt;

/** One page of several lists, the newest first: at most `limit` assets. */
export function merged(pages: readonly { readonly list: List; readonly page: Page }[], limit: number): Page {
  // Older assets of one list may follow newer ones of another that have not been read.
  const frontier = pages.flatMap(({ page }) => page.last ?? []).sort((a, b) => b.at.localeCompare(a.at))[0];
  const rows = pages
    .flatMap(({ list, page }) =>
      page.assets
        .filter((asset) => typeof list === 'string' || list.without === undefined || !isPublished(asset))
        .map((asset) => ({ asset, at: timeOf(list, asset) })),
    )
    .filter(({ at }) => frontier === undefined || at >= frontier.at)
    .sort((a, b) => b.at.localeCompare(a.at));
  const taken = rows.slice(0, limit);
  const next = taken.at(-1);
  const last = next && rows.length > limit ? { id: next.asset.id, at: next.at } : frontier;
  return { assets: taken.map(({ asset }) => asset), last };
}
