import * as z from 'zod/mini';
import { type Asset, newAssetId } from '../shared/assets';
import type { HttpAnswer, HttpHandler, HttpRequest } from '../shared/http';
import { type AssetReader, requestedAsset } from '../shared/http-asset';
import { check } from '../shared/http-body';
import { log } from '../shared/log';
import { Problem } from '../shared/problem';
import { oncePerKey, type RequestKey, type RequestKeys } from '../shared/request-key';
import type { RouteKey } from '../shared/routes';
import type { DailyUse } from '../shared/usage';
import { type PartPlan, partLength, planParts } from './part-plan';
import { checkSource, titleOf, type UploadRequest, uploadRequest } from './upload-request';

/** A part that S3 has stored. */
export interface StoredPart {
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
}

/** Stores sources that are uploaded in parts. */
export interface SourceStore {
  /** Returns the upload's id. */
  begin(assetId: string, contentType: string): Promise<string>;
  /** Returns a URL that accepts one part of exactly `size` bytes by PUT for `expiresIn` seconds. */
  partUrl(
    assetId: string,
    uploadId: string,
    part: { number: number; size: number },
    expiresIn: number,
  ): Promise<string>;
  /** Returns the stored parts `from` to `to`, in order; `undefined` if the upload no longer exists. */
  parts(assetId: string, uploadId: string, from: number, to: number): Promise<StoredPart[] | undefined>;
  /** Returns `false` if the upload no longer exists, or if its key was written since the upload began. */
  complete(assetId: string, uploadId: string, parts: readonly StoredPart[]): Promise<boolean>;
  abort(assetId: string, uploadId: string): Promise<void>;
  /** Size of the completed source in bytes; `undefined` if there is none. */
  size(assetId: string): Promise<number | undefined>;
}

export interface UploadRecords extends AssetReader {
  /** Whether the creator has fewer open uploads than the maximum. */
  hasRoom(ownerId: string, mostOpen: number): Promise<boolean>;
  /**
   * Creates the record, unless its creator has as many open uploads as allowed. Returns whether it did. Notes the key of
   * the request in the same transaction; throws `KeyTaken` if it is the key of another upload.
   */
  create(asset: Asset, mostOpen: number, key?: RequestKey): Promise<boolean>;
  /** Removes the record if its status is `UPLOADING`; returns `false` if it is not. */
  removeUploading(assetId: string): Promise<boolean>;
}

export interface UploadPorts {
  readonly records: UploadRecords;
  readonly store: SourceStore;
  readonly keys: RequestKeys;
  readonly dailyUse: Pick<DailyUse<'uploads' | 'languages'>, 'take'>;
  /** Maximum of open uploads per creator. */
  readonly mostOpen: number;
  /** Bytes. */
  readonly maxSourceBytes: number;
  /** Target languages of uploads without any; BCP 47 tags. */
  readonly defaultLanguages: readonly string[];
  readonly now: () => Date;
}

type Upload = NonNullable<Asset['upload']>;

/** Validity of a part's URL, in seconds. It may expire earlier with its credentials; callers then request another. */
const urlSeconds = 3_600;

const page = z.object({
  from: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(10_000)), 1),
  count: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000)), 100),
});

/** The routes of the resumable upload. */
export function uploads(ports: UploadPorts) {
  const { records, store, keys, dailyUse, mostOpen, maxSourceBytes, defaultLanguages, now } = ports;

  const create: HttpHandler = async (request) => {
    const body = request.body(uploadRequest);
    checkSource(body, maxSourceBytes);
    return oncePerKey(keys, request.key, {
      create: () => begin(body, request),
      replay: async (id) => {
        const asset = await records.find(id);
        if (!asset) throw gone(id);
        return created(id, await pageOf(asset, 1, 100));
      },
    });
  };

  async function begin(body: UploadRequest, { caller, key, requestId }: HttpRequest): Promise<HttpAnswer> {
    const { id: ownerId } = caller;
    const targetLanguages = body.targetLanguages ?? [...defaultLanguages];
    // Before the day's use is counted: what is refused here uses up nothing.
    if (!(await records.hasRoom(ownerId, mostOpen))) throw tooMany(mostOpen);
    await dailyUse.take(ownerId, 'uploads', 1, key?.id);
    await dailyUse.take(ownerId, 'languages', targetLanguages.length, key?.id);
    const id = newAssetId();
    log.about({ assetId: id });
    const upload: Upload = { uploadId: await store.begin(id, body.contentType), ...planParts(body.size) };
    const time = now().toISOString();
    const asset: Asset = {
      ...body,
      targetLanguages,
      id,
      kind: 'asset',
      ownerId,
      title: titleOf(body),
      status: 'UPLOADING',
      createdAt: time,
      updatedAt: time,
      correlationId: requestId,
      upload,
    };
    try {
      if (!(await records.create(asset, mostOpen, key))) throw tooMany(mostOpen);
    } catch (error) {
      // An error may be the lost response of a record that was created: without its upload, it would be of no use.
      if (!(await records.find(id))) {
        await store.abort(id, upload.uploadId);
        throw error;
      }
    }
    return created(id, await describe(asset, upload, 1, 100));
  }

  const read: HttpHandler = async (request) => {
    const asset = await requestedAsset(records, request, 'upload');
    const { from, count } = check(request.query, page);
    return pageOf(asset, from, count);
  };

  const complete: HttpHandler = async (request) => {
    const asset = await requestedAsset(records, request, 'upload');
    log.follow(asset.correlationId);
    const done: HttpAnswer = { status: 200, body: { id: asset.id, size: asset.size } };
    const { upload } = asset;
    if (asset.status !== 'UPLOADING' || !upload) return done;
    const parts = await store.parts(asset.id, upload.uploadId, 1, upload.partCount);
    if (parts) {
      checkParts(asset, upload, parts);
      if (await store.complete(asset.id, upload.uploadId, parts)) return done;
      // S3 never completes an upload whose key was written or deleted since it began, so only a new upload helps. This
      // one is aborted first, so that the state that is read next does not change any more.
      await store.abort(asset.id, upload.uploadId);
    }
    // Either an earlier request of this caller completed the upload and its response was lost, or it was aborted.
    if (await isStored(asset)) return done;
    throw gone(asset.id);
  };

  const abort: HttpHandler = async (request) => {
    const asset = await requestedAsset(records, request, 'upload');
    log.follow(asset.correlationId);
    const { id, upload, status } = asset;
    const closed = new Problem(
      'upload-closed',
      `The source of asset ${id} has been uploaded, so the upload cannot be aborted.`,
    );
    if (status !== 'UPLOADING' || (await store.size(id)) !== undefined) throw closed;
    if (upload) await store.abort(id, upload.uploadId);
    if (!(await records.removeUploading(id))) throw closed;
    return { status: 204 };
  };

  /** Whether the whole source is in S3. */
  async function isStored({ id, size }: Asset): Promise<boolean> {
    return (await store.size(id)) === size;
  }

  async function pageOf(asset: Asset, from: number, count: number): Promise<HttpAnswer> {
    const { status, upload } = asset;
    if (status !== 'UPLOADING' || !upload) return answer(asset, upload ?? planParts(asset.size), from, [], []);
    return describe(asset, upload, from, count);
  }

  /** Returns a page of the upload: stored parts, and URLs for the missing ones. */
  async function describe(asset: Asset, upload: Upload, from: number, count: number): Promise<HttpAnswer> {
    const { uploadId } = upload;
    const to = Math.min(upload.partCount, from + count - 1);
    const stored = await store.parts(asset.id, uploadId, from, to);
    if (!stored) {
      // The upload was completed and its response was lost, and the pipeline has not seen the source yet.
      if (!(await isStored(asset))) throw gone(asset.id);
      return answer(asset, upload, from, [], []);
    }
    const uploaded = stored.filter((part) => part.size === partLength(upload, asset.size, part.number));
    const there = new Set(uploaded.map((part) => part.number));
    const missing = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).filter(
      (number) => !there.has(number),
    );
    const parts = await Promise.all(
      missing.map(async (number) => {
        const part = { number, size: partLength(upload, asset.size, number) };
        return { ...part, url: await store.partUrl(asset.id, uploadId, part, urlSeconds) };
      }),
    );
    return answer(asset, upload, from, parts, uploaded, to);
  }

  function answer(
    asset: Asset,
    { partSize, partCount }: PartPlan,
    from: number,
    parts: readonly object[],
    uploaded: readonly StoredPart[],
    to = partCount,
  ): HttpAnswer {
    const { id, status, fileName, contentType, size } = asset;
    const urlsExpireAt = new Date(now().getTime() + urlSeconds * 1000).toISOString();
    const next = to < partCount ? to + 1 : undefined;
    const body = {
      id,
      status,
      fileName,
      contentType,
      size,
      partSize,
      partCount,
      from,
      parts,
      uploaded,
      urlsExpireAt,
      next,
    };
    return { status: 200, body };
  }

  return {
    'POST /api/uploads': create,
    'GET /api/uploads/{id}': read,
    'POST /api/uploads/{id}/complete': complete,
    'DELETE /api/uploads/{id}': abort,
  } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

/** Throws {@link Problem} 409 with the parts that are missing or have the wrong length. */
function checkParts(asset: Asset, plan: PartPlan, parts: readonly StoredPart[]): void {
  const sizes = new Map(parts.map((part) => [part.number, part.size]));
  const missing: number[] = [];
  for (let number = 1; number <= plan.partCount; number++) {
    if (sizes.get(number) !== partLength(plan, asset.size, number)) missing.push(number);
  }
  if (missing.length === 0) return;
  const detail = `${missing.length} of ${plan.partCount} parts are missing or have the wrong length. Upload them again.`;
  // A hundred numbers are enough to continue with; a film can have ten thousand parts.
  throw new Problem('upload-incomplete', detail, { members: { missing: missing.slice(0, 100) } });
}

function created(id: string, page: HttpAnswer): HttpAnswer {
  return { ...page, status: 201, headers: { location: `/api/uploads/${id}` } };
}

function tooMany(mostOpen: number): Problem {
  const detail = `You can have ${mostOpen} open uploads at once. Complete or abort one of them first.`;
  return new Problem('too-many-uploads', detail, { members: { maximum: mostOpen } });
}

function gone(id: string): Problem {
  return new Problem('upload-gone', `Upload ${id} was aborted, or was not completed in time. Start a new upload.`);
}
