import * as z from 'zod/mini';
import { type AgeLimits, ageLimitOf, mayWatch, watchableAsset } from '../shared/age-limits';
import type { Asset } from '../shared/assets';
import type { Caller, HttpAnswer, HttpHandler } from '../shared/http';
import { type AssetReader, isVisible, requestedAsset } from '../shared/http-asset';
import { check } from '../shared/http-body';
import { Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { ageRating } from '../shared/viewers';
import { type ApprovalPorts, approvalRequest, decide } from './approval';
import { type List, listsFor, merged, type Page } from './asset-lists';
import { assetView, entityTag, matches } from './asset-view';
import { fromCursor, type Position, toCursor } from './cursor';
import { addLanguages, type LanguagesPorts, languagesRequest } from './languages';
import { type RetryPorts, retry } from './retry';
import { genres, title } from './upload-request';

/** The members of an asset that its creator may change. Members without a value stay unchanged. */
export type Description = Partial<Pick<Asset, 'title' | 'genres' | 'ageRating'>>;

interface Catalogue extends AssetReader {
  /** The newest assets of a list: reads at most `limit` records after a position. */
  page(options: { readonly list: List; readonly after?: Position; readonly limit: number }): Promise<Page>;
  /** Returns the changed record; `undefined` if it was deleted or no longer has that version (`updatedAt`). */
  describe(id: string, members: Description, at: Date, version?: string): Promise<Asset | undefined>;
}

export interface AssetPorts extends RetryPorts, LanguagesPorts, ApprovalPorts {
  readonly records: Catalogue & RetryPorts['records'] & LanguagesPorts['records'] & ApprovalPorts['records'];
  readonly workflow: RetryPorts['workflow'] & LanguagesPorts['workflow'] & ApprovalPorts['workflow'];
  readonly viewers: AgeLimits;
  readonly dailyUse: RetryPorts['dailyUse'] & LanguagesPorts['dailyUse'];
}

/** Maximum of reads for one page: some of the records may be deleted, or for viewers of another age. */
const maxReads = 10;

const listQuery = z.object({
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20),
  cursor: z.optional(z.string()),
  /** Only the caller's own assets. */
  mine: z._default(z.enum(['true', 'false']), 'false'),
});

const change = z
  .strictObject({ title: z.optional(title), genres: z.optional(genres), ageRating: z.optional(ageRating) })
  .check(z.refine((members) => Object.values(members).some((value) => value !== undefined), 'has nothing to change'));

/** The routes of the catalogue. */
export function assets(ports: AssetPorts) {
  const { records, viewers, now } = ports;

  const list: HttpHandler = async ({ caller, query }) => {
    const { limit, cursor, mine } = check(query, listQuery);
    const lists = listsFor(caller, mine === 'true');
    const ageLimit = await ageLimitOf(viewers, caller);
    const suits = (asset: Asset) => isVisible(asset, caller) && mayWatch(asset, caller, ageLimit);
    const { found, last } = await collect(lists, suits, limit, cursor === undefined ? undefined : fromCursor(cursor));
    // A page may be short or even empty and still have a next page. Only the cursor shows whether there is one.
    const body = { assets: found.map((asset) => assetView(asset, caller)), cursor: last && toCursor(last) };
    return { status: 200, body };
  };

  /** Returns up to `limit` assets of the lists, and the position after them if there may be more. */
  async function collect(lists: readonly List[], suits: (asset: Asset) => boolean, limit: number, start?: Position) {
    const found: Asset[] = [];
    let after = start;
    for (let reads = 0; reads < maxReads; reads++) {
      const wanted = limit - found.length;
      const pages = await Promise.all(
        lists.map(async (list) => ({ list, page: await records.page({ list, after, limit: wanted }) })),
      );
      const { assets, last } = merged(pages, wanted);
      found.push(...assets.filter(suits));
      after = last;
      if (!after || found.length >= limit) break;
    }
    return { found, last: after };
  }

  const read: HttpHandler = async (request) => view(await watchableAsset(records, viewers, request), request.caller);

  const patch: HttpHandler = async (request) => {
    const members = request.body(change);
    const seen = await requestedAsset(records, request);
    const version = request.headers['if-match'] === undefined ? undefined : seen.updatedAt;
    const matched = matches(request.headers['if-match'], seen);
    const changed = matched ? await records.describe(seen.id, members, now(), version) : undefined;
    if (changed) return view(changed, request.caller);
    const detail = `Asset ${seen.id} is no longer the version in If-Match. Read it again before you change it.`;
    throw new Problem('changed-meanwhile', detail, { status: 412 });
  };

  const again: HttpHandler = async (request) => {
    const asset = await retry(ports, await requestedAsset(records, request), request);
    return { ...view(asset, request.caller), status: 202 };
  };

  const speak: HttpHandler = async (request) => {
    const { languages } = request.body(languagesRequest);
    // A request of an administrator is an approval.
    const isApproved = request.caller.groups.includes('admin');
    const seen = await requestedAsset(records, request);
    const asset = await addLanguages(ports, seen, languages, { ...request, isApproved });
    return { ...view(asset, request.caller), status: 202 };
  };

  const approval: HttpHandler = async (request) => {
    const body = request.body(approvalRequest);
    return view(await decide(ports, await requestedAsset(records, request), body), request.caller);
  };

  return {
    'GET /api/assets': list,
    'GET /api/assets/{id}': read,
    'PATCH /api/assets/{id}': patch,
    'POST /api/assets/{id}/retry': again,
    'POST /api/assets/{id}/languages': speak,
    'POST /api/assets/{id}/approval': approval,
  } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

function view(asset: Asset, caller: Caller): HttpAnswer {
  return { status: 200, body: assetView(asset, caller), headers: { etag: entityTag(asset) } };
}
