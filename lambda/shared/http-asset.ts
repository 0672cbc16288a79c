import { type Asset, assetIdPattern } from './assets';
import type { Caller, HttpRequest } from './http';
import { log } from './log';
import { notFound, Problem } from './problem';
import type { Ownership } from './routes';

/** Reads the records of assets. */
export interface AssetReader {
  /** Reads consistently: the result includes the caller's own last write. */
  find(id: string): Promise<Asset | undefined>;
}

/** Whether the asset can be played, and so is visible to all viewers. */
export function isPublished(asset: Pick<Asset, 'status'>): boolean {
  return asset.status === 'PLAYABLE' || asset.status === 'READY';
}

export function isVisible(asset: Pick<Asset, 'status' | 'ownerId'>, caller: Caller): boolean {
  if (asset.status === 'DELETED') return false;
  return isPublished(asset) || asset.ownerId === caller.id || caller.groups.includes('admin');
}

/** Returns the requested asset if the route allows the caller to use it. Throws {@link Problem}: 404, 403. */
export async function requestedAsset(
  assets: AssetReader,
  request: Pick<HttpRequest, 'id' | 'caller' | 'ownership'>,
  what: 'asset' | 'upload' = 'asset',
): Promise<Asset> {
  const { id, caller, ownership } = request;
  const asset = assetIdPattern.test(id) ? await assets.find(id) : undefined;
  if (!asset || !isVisible(asset, caller)) throw notFound(what, id);
  log.about({ assetId: asset.id });
  if (mayTouch(asset, caller, ownership)) return asset;
  // Only its owner may see an upload, even if the asset has been published since.
  if (ownership === 'own') throw notFound(what, id);
  throw new Problem('not-yours', `Only the owner of asset ${id} and administrators may do this.`);
}

/** Whether the caller may use a visible asset on a route with this ownership. */
export function mayTouch(asset: Pick<Asset, 'ownerId'>, caller: Caller, ownership: Ownership): boolean {
  if (ownership === 'any' || asset.ownerId === caller.id) return true;
  return ownership === 'own-or-admin' && caller.groups.includes('admin');
}
