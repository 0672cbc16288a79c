import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Asset } from './api';
import type { Progress } from './progress';

/** Statuses that do not change without a request. */
const settled = new Set(['READY', 'FAILED', 'DELETED', 'AWAITING_APPROVAL']);

const FIRST_MS = 500;
/** The longest delay between the end of the processing and its report. */
const MAX_MS = 2_000;

/** Polls an asset until it is ready with all its languages, has failed, or waits for an approval. */
export async function waitUntilDone(api: Api, id: string, bar: Progress, playable: () => void): Promise<Asset> {
  let reported = false;
  try {
    return await follow(api, id, (asset) => {
      if (settled.has(asset.status)) return true;
      if (asset.status === 'PLAYABLE') {
        bar.end();
        if (!reported) playable();
        reported = true;
      } else {
        bar.show('processing', asset.progress ?? 0, 100);
      }
      return false;
    });
  } finally {
    bar.end();
  }
}

/** Polls an asset until none of these languages is in work. The status of the asset may have changed by then. */
export function waitForLanguages(api: Api, id: string, languages: ReadonlySet<string>): Promise<Asset> {
  return follow(api, id, ({ pending }) => !pending.some((language) => languages.has(language)));
}

async function follow(api: Api, id: string, isDone: (asset: Asset) => boolean): Promise<Asset> {
  for (let pause = FIRST_MS; ; pause = Math.min(MAX_MS, pause * 1.3)) {
    const asset = await api.get<Asset>(`/assets/${encodeURIComponent(id)}`);
    if (isDone(asset)) return asset;
    await sleep(pause);
  }
}
