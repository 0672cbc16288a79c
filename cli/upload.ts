import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Api, Asset } from './api';
import { ApiFailure, Failure } from './failure';
import { mediaTypeOf } from './media-type';
import { assetJson, assetLines, type Output, warnOfMissing } from './output';
import type { Progress } from './progress';
import { transferParts, type UploadPage } from './transfer';
import { type FileIdentity, type UploadState, uploadState } from './upload-state';
import { waitUntilDone } from './wait';

export interface UploadOptions {
  readonly title?: string;
  readonly contentType?: string;
  /** What is spoken in the film, as a BCP 47 tag. */
  readonly language?: string;
  readonly targetLanguages?: readonly string[];
  /** What kind of film it is. */
  readonly genres?: readonly string[];
  /** Age from which it may be watched. */
  readonly ageRating?: number;
  readonly wait: boolean;
  readonly parallel: number;
  readonly user: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Uploads a file as a new asset, or goes on with an upload of the same file that was cut off. */
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
  const first = (await resume(api, state, out)) ?? (await begin(api, identity, options));
  const page = await send(first).catch(async (error: unknown) => {
    // Storage can end an upload at the last step, and then takes a new one only. More than one would not help.
    if (!isGone(error)) throw error;
    state.forget();
    out.note(`The upload of ${first.id} could not be completed; starting again`);
    return send(await begin(api, identity, options));
  });
  state.forget();
  out.note(`${identity.path} is asset ${page.id}`);
  if (!options.wait) return answer(await api.get<Asset>(`/assets/${page.id}`), out);
  const asset = await waitUntilDone(api, page.id, bar, () => out.note(`${page.id} is playable; its languages follow`));
  answer(asset, out);
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

const isGone = (error: unknown) =>
  error instanceof ApiFailure && ['upload-not-found', 'upload-gone'].includes(error.code);

async function resume(api: Api, state: UploadState, out: Output): Promise<UploadPage | undefined> {
  const { assetId } = state;
  if (!assetId) return undefined;
  try {
    const page = await api.get<UploadPage>(`/uploads/${assetId}`);
    out.note(`Going on with the upload of ${assetId}`);
    return page;
  } catch (error) {
    // Given up, or cleaned away after a week: it starts anew.
    if (!isGone(error)) throw error;
    state.forget();
    return undefined;
  }
}

function begin(api: Api, { path, size }: FileIdentity, options: UploadOptions): Promise<UploadPage> {
  const { title, language, targetLanguages, genres, ageRating, contentType = mediaTypeOf(path) } = options;
  const said = { title, language, targetLanguages, genres, ageRating };
  return api.post('/uploads', { fileName: basename(path), contentType, size, ...said });
}

/** Parts of two states of a file would make a film that never was. */
async function checkUnchanged(api: Api, before: FileIdentity, id: string, state: UploadState): Promise<void> {
  const after = await identify(before.path);
  if (after.size === before.size && after.mtimeMs === before.mtimeMs) return;
  await api.delete(`/uploads/${id}`);
  state.forget();
  throw new Failure('file-changed', `${before.path} was changed while it was sent; the upload was given up`);
}

function failUnlessReady({ id, status, reason }: Asset): void {
  if (status === 'READY') return;
  if (reason) throw new Failure(reason.code, `${id} is ${status}: ${reason.message}`);
  throw new Failure('not-ready', `${id} is ${status}`);
}
