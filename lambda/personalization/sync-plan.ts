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

/** The data to send because of one change. */
export type News =
  | { readonly kind: 'item'; readonly id: string; readonly item?: ItemProperties; readonly line?: CatalogueLine }
  | { readonly kind: 'user'; readonly id: string; readonly user: UserProperties };

/**
 * Returns the data to send because of a change of a row in `assets` or `viewers`; `undefined` if the change affects
 * neither Personalize nor the lake.
 */
export function newsOf({ id, before, after }: Change): News | undefined {
  if ((after ?? before)?.kind !== 'asset') {
    return newsOfViewer(id, before as Viewer | undefined, after as Viewer | undefined);
  }
  return newsOfAsset(id, before as Asset | undefined, after as Asset | undefined);
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

/** `undefined` for a viewer without personalization: no data of them is sent, and data sent before is cleared. */
function userOf(viewer: Viewer | undefined): UserProperties | undefined {
  return viewer?.personalised ? { languages: categories(withLanguagesAlone(viewer.languages)) } : undefined;
}

function newsOfViewer(id: string, before: Viewer | undefined, after: Viewer | undefined): News | undefined {
  const [then, now] = [userOf(before), userOf(after)];
  if (isDeepStrictEqual(then, now)) return undefined;
  return { kind: 'user', id, user: now ?? { languages: null } };
}
