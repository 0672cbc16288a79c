import type { Api, Asset } from '../api';
import { ApiFailure } from '../failure';
import type { Output } from '../output';
import { silent } from '../progress';
import { upload } from '../upload';

/** Uploads a file with English speech. Returns the asset's id. */
export async function send(
  creator: Api,
  file: string,
  about: { readonly title: string; readonly user: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  let id = '';
  const setId = (object: unknown) => {
    id = (object as Asset).id;
  };
  const quiet: Output = { json: true, result: setId, note: () => {} };
  await upload(creator, file, { ...about, language: 'en', wait: false, parallel: 4 }, quiet, silent);
  return id;
}

/** Waits until an asset has one of the statuses. Throws if it fails, or does not have one within `limit` seconds. */
export async function reach(api: Api, id: string, statuses: readonly string[], limit: number): Promise<Asset> {
  const end = Date.now() + limit * 1000;
  for (;;) {
    const asset = await api.get<Asset>(`/assets/${id}`);
    if (statuses.includes(asset.status)) return asset;
    if (asset.status === 'FAILED') throw new Error(`${id} failed: ${asset.reason?.message}`);
    if (Date.now() > end) throw new Error(`${id} is ${asset.status} after ${limit} s`);
    await new Promise((done) => setTimeout(done, 2000));
  }
}

/** Deletes an asset. Returns the outcome as a line. */
export async function remove(api: Api, id: string): Promise<string> {
  try {
    await api.delete(`/assets/${id}`);
    return 'the film is deleted';
  } catch (error) {
    if (error instanceof ApiFailure) return `the film ${id} remains (${error.code})`;
    throw error;
  }
}
