import type { Asset } from './assets';
import type { Caller, HttpRequest } from './http';
import { type AssetReader, requestedAsset } from './http-asset';
import { Problem } from './problem';
import { type AgeRating, effectiveRating } from './viewers';

/** Reads the limits of viewers. */
export interface AgeLimits {
  /** Reads consistently: an administrator's change is in force at once. */
  ageLimit(viewerId: string): Promise<AgeRating>;
}

/** The highest age rating of films that the caller may watch. Administrators have no limit, so theirs is not read. */
export async function ageLimitOf(viewers: AgeLimits, { id, groups }: Caller): Promise<AgeRating> {
  return groups.includes('admin') ? 18 : viewers.ageLimit(id);
}

/** Whether the caller is old enough for the film, owns it, or is an administrator. */
export function mayWatch(
  asset: Pick<Asset, 'ownerId' | 'ageRating'>,
  { id, groups }: Caller,
  limit: AgeRating,
): boolean {
  return asset.ownerId === id || groups.includes('admin') || effectiveRating(asset) <= limit;
}

/** Returns the requested asset if the caller may see and watch it. Throws {@link Problem}: 404, 403. */
export async function watchableAsset(
  assets: AssetReader,
  viewers: AgeLimits,
  request: Pick<HttpRequest, 'id' | 'caller' | 'ownership'>,
): Promise<Asset> {
  const { caller } = request;
  const [asset, limit] = await Promise.all([requestedAsset(assets, request), ageLimitOf(viewers, caller)]);
  if (mayWatch(asset, caller, limit)) return asset;
  const rating = asset.ageRating === undefined ? 'has no age rating' : `is for viewers from age ${asset.ageRating}`;
  const detail = `Asset ${asset.id} ${rating}; this account is limited to films for age ${limit}.`;
  throw new Problem('age-limited', detail, { members: { limit } });
}
