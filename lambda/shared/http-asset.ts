import { type Asset, assetIdPattern } from './assets';
import type { Caller, HttpRequest } from './http';
import { notFound, Problem } from './problem';
import type { Ownership } from './routes';

/** Where the records of assets are read. */
export interface AssetReader {
  /** Reads consistently: what this caller just wrote is seen. */
  find(id: string): Promise<Asset | undefined>;
}

/** Whether viewers may see it, since there is something to play. */
export function isPublished(asset: Pick<Asset, 'status'>): boolean {
  return asset.status === 'PLAYABLE' || asset.status === 'READY';
}

export function isVisible(asset: Pick<Asset, 'status' | 'ownerId'>, caller: Caller): boolean {
  if (asset.status === 'DELETED') return false;
  return isPublished(asset) || asset.ownerId === caller.id || caller.groups.includes('admin');
}

/** The asset that a request names, if its route lets the caller touch it. Throws {@link Problem}: 404, 403. */
export async function requestedAsset(
  assets: AssetReader,
  request: Pick<HttpRequest, 'id' | 'caller' | 'ownership'>,
  what: 'asset' | 'upload' = 'asset',
): Promise<Asset> {
  const { id, caller, ownership } = request;
  const asset = assetIdPattern.test(id) ? await assets.find(id) : undefined;
  if (!asset || !isVisible(asset, caller)) throw notFound(what, id);
  if (mayTouch(asset, caller, ownership)) return asset;
  // An upload is nobody else's business, even when the asset that came of it is published.
  if (ownership === 'own') throw notFound(what, id);
  throw new Problem('not-yours', `Only the owner of asset ${id} and administrators may do this.`);
}

function mayTouch(asset: Asset, caller: Caller, ownership: Ownership): boolean {
  if (ownership === 'any' || asset.ownerId === caller.id) return true;
  return ownership === 'own-or-admin' && caller.groups.includes('admin');
}
