import { isDeepStrictEqual } from 'node:util';
import type { Asset } from '../shared/assets';
import type { Viewer } from '../shared/viewers';
import type { Change } from './stream-record';
import {
  type CatalogueLine,
  categories,
  goneOf,
  type ItemProperties,
  isPublished,
  titleOf,
  withLanguagesAlone,
} from './title';

export interface UserProperties {
  readonly languages: string | null;
}

/** Data to send because of a change. A title's `id` is its asset's, a viewer's their pseudonym. */
export type News =
  | { readonly kind: 'item'; readonly id: string; readonly item?: ItemProperties; readonly line?: CatalogueLine }
  | { readonly kind: 'user'; readonly id: string; readonly user: UserProperties };

/**
 * Returns the data to send because of a change of a row in `assets` or `viewers`; nothing if the change affects neither
 * Personalize nor the lake.
 */
export function newsOf({ id, before, after }: Change): readonly News[] {
  if ((after ?? before)?.kind !== 'asset') {
    return newsOfViewer(before as Viewer | undefined, after as Viewer | undefined);
  }
  const news = newsOfAsset(id, before as Asset | undefined, after as Asset | undefined);
  return news ? [news] : [];
}

function newsOfAsset(id: string, before: Asset | undefined, after: Asset | undefined): News | undefined {
  const was = isPublished(before);
  // The asset has never been published, so no viewer has interacted with it.
  if (!was && !isPublished(after)) return undefined;
  // Personalize cannot delete an item. The line in the lake is erased with the asset.
  if (!after || after.status === 'DELETED') return { kind: 'item', id, item: goneOf(before as Asset) };
  const now = titleOf(after);
  if (!was) return { kind: 'item', id, ...now };
  const then = titleOf(before as Asset);
  const item = isDeepStrictEqual(now.item, then.item) ? undefined : now.item;
  const line = isDeepStrictEqual(now.line, then.line) ? undefined : now.line;
  return item || line ? { kind: 'item', id, item, line } : undefined;
}

const cleared: UserProperties = { languages: null };

/**
 * `undefined` for a viewer without personalization, of whom no data is sent, and for a row without a pseudonym, whose
 * viewer Personalize does not know.
 */
function userOf(viewer: Viewer | undefined): News | undefined {
  if (!viewer?.personalised || viewer.pseudonym === undefined) return undefined;
  return { kind: 'user', id: viewer.pseudonym, user: { languages: categories(withLanguagesAlone(viewer.languages)) } };
}

/** Data that was sent before is cleared when its viewer opts out, or has a new row with a new pseudonym. */
function newsOfViewer(before: Viewer | undefined, after: Viewer | undefined): News[] {
  // The row is removed by an erasure, which lets Personalize delete the viewer. A call after that would add them again.
  if (!after) return [];
  const [then, now] = [userOf(before), userOf(after)];
  if (isDeepStrictEqual(then, now)) return [];
  const isGone = then && then.id !== now?.id;
  return [...(isGone ? [{ ...then, user: cleared }] : []), ...(now ? [now] : [])] as News[];
}
