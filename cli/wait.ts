import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Asset } from './api';
import type { Progress } from './progress';

/** Nothing more happens to it without somebody's doing. */
const settled = new Set(['READY', 'FAILED', 'AWAITING_APPROVAL', 'DELETED']);

const FIRST_MS = 500;
/** An impatient person's patience: a film that is ready should not look busy for longer. */
const MAX_MS = 2_000;

/** Follows an asset until it is ready, has failed, or waits for a person. */
export async function waitUntilDone(api: Api, id: string, bar: Progress): Promise<Asset> {
  try {
    for (let pause = FIRST_MS; ; pause = Math.min(MAX_MS, pause * 1.3)) {
      const asset = await api.get<Asset>(`/assets/${id}`);
      if (settled.has(asset.status)) return asset;
      bar.show('processing', asset.progress ?? 0, 100);
      await sleep(pause);
    }
  } finally {
    bar.end();
  }
}
