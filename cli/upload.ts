import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Api, Asset } from './api';
import { ApiFailure, Failure } from './failure';
import { mediaTypeOf } from './media-type';
import { approvalLine, assetJson, assetLines, type Output, warnOfMissing } from './output';
import type { Progress } from './progress';
import { transferParts, type UploadPage } from './transfer';
import { type FileIdentity, type UploadState, uploadState } from './upload-state';
import { waitUntilDone } from './wait';

export interface UploadOptions {
  readonly title?: string;
  readonly contentType?: string;
  /** Language of the original speech, as a BCP 47 tag. */
  readonly language?: string;
  readonly targetLanguages?: readonly string[];

  readonly genres?: readonly string[];
  /** Minimum age of viewers. */
  readonly ageRating?: number;
  readonly wait: boolean;
  readonly parallel: number;
  readonly user: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Uploads a file as a new asset, or resumes an interrupted upload of the same file. */
export async function upload(
  api: Api,
  file: string,
  options: UploadOptions,
  out: Output,
  bar: Progress,
): Promise<void> {
  const identity = await identify(file);
  const state = uploadState(identity, api.origin.origin, options.user, options.env);
  const send = async (page: UploadPage): Promise<UploadPage> => {
    state.remember(page.id);
    if (page.status !== 'UPLOADING') return page;
    const moved = (bytes: number) => bar.show('uploading ', bytes, page.size);
    try {
      await transferParts({ api, path: identity.path, parallel: options.parallel, moved }, page);
    } finally {
      bar.end();
    }
    await checkUnchanged(api, identity, page.id, state);
    await api.post(`/uploads/${page.id}/complete`);
    return page;
  };
  const first = (await resume(api, state, out)) ?? (await begin(api, identity, options, state));
  const page = await send(first).catch(async (error: unknown) => {
    // S3 can end an upload at the last step and then accepts only a new one. A third attempt would not help.
    if (!isGone(error)) throw error;
    state.forget();
    out.note(`The upload of ${first.id} could not be completed; starting again`);
    return send(await begin(api, identity, options, state));
  });
  out.note(`${identity.path} is asset ${page.id}`);
  const playable = () => out.note(`${page.id} is playable; waiting for its languages`);
  const asset = options.wait
    ? await waitUntilDone(api, page.id, bar, playable)
    : await api.get<Asset>(`/assets/${page.id}`);
  // Not earlier: a command that failed here is given again, which must not upload the same film as a second asset.
  state.forget();
  answer(asset, out);
  if (!options.wait) return;
  warnOfMissing(asset.missing, out);
  failUnlessReady(asset);
}

function answer(asset: Asset, out: Output): void {
  out.result(assetJson(asset), assetLines(asset));
}

async function identify(file: string): Promise<FileIdentity> {
  const path = resolve(file);
  try {
    const found = await stat(path);
    if (found.isFile()) return { path, size: found.size, mtimeMs: found.mtimeMs };
  } catch (error) {
    throw new Failure('unreadable', `${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  throw new Failure('unreadable', `${file} is not a file`);
}

/** Problems of the API after which only a new upload helps. */
export const lostUpload: readonly string[] = ['upload-not-found', 'upload-gone'];

const isGone = (error: unknown) => error instanceof ApiFailure && lostUpload.includes(error.code);

async function resume(api: Api, state: UploadState, out: Output): Promise<UploadPage | undefined> {
  const { assetId } = state;
  if (!assetId) return undefined;
  try {
    const page = await api.get<UploadPage>(`/uploads/${assetId}`);
    const isOpen = page.status === 'UPLOADING';
    out.note(isOpen ? `Resuming the upload of ${assetId}` : `${assetId} already has the whole file`);
    return page;
  } catch (error) {
    // The upload was aborted, or deleted after a week. Start again.
    if (!isGone(error)) throw error;
    state.forget();
    return undefined;
  }
}

/** Problems of the API that end the use of a key: its upload is gone, or was begun with other options or long ago. */
const lostKey: readonly string[] = ['upload-gone', 'idempotency-key-reused'];

async function begin(
  api: Api,
  { path, size }: FileIdentity,
  options: UploadOptions,
  state: UploadState,
): Promise<UploadPage> {
  const { title, language, targetLanguages, genres, ageRating, contentType = mediaTypeOf(path) } = options;
  const said = { title, language, targetLanguages, genres, ageRating };
  const body = { fileName: basename(path), contentType, size, ...said };
  try {
    return await api.create('/uploads', body, state.key());
  } catch (error) {
    if (!(error instanceof ApiFailure) || !lostKey.includes(error.code)) throw error;
    state.forget();
    return api.create('/uploads', body, state.key());
  }
}

/** Aborts the upload if the file changed: its parts would come from two different files. */
async function checkUnchanged(api: Api, before: FileIdentity, id: string, state: UploadState): Promise<void> {
  const after = await identify(before.path);
  if (after.size === before.size && after.mtimeMs === before.mtimeMs) return;
  await api.delete(`/uploads/${id}`);
  state.forget();
  throw new Failure('file-changed', `${before.path} changed during the upload, which was aborted. Upload it again`);
}

function failUnlessReady({ id, status, reason, approval }: Asset): void {
  if (status === 'READY') return;
  if (approval && status === 'AWAITING_APPROVAL') {
    throw new Failure('awaiting-approval', `${id} is ${status}: ${approvalLine(approval)}`);
  }
  if (reason) throw new Failure(reason.code, `${id} is ${status}: ${reason.message}`);
  throw new Failure('not-ready', `${id} is ${status}`);
}
