import { buildWorker, film, needs } from '@omnistream/local/test';
import type { Asset } from '../../cli/api';
import { childrenOf } from '../support/children';
import { type Platform, startPlatform } from '../support/platform';
import { Creator, encodedTwice, type Uploads, unsettled, whenSettled } from '../support/uploads';
import { seeded } from '../support/viewing';

/** The number of kills; 50 in the long run. */
const kills = Number(process.env.JOURNEY_KILLS ?? 5);
const seed = Number(process.env.JOURNEY_SEED ?? 14);
const films = Array.from({ length: Math.max(4, kills) }, () => ({ language: 'fi' }));
const limitSeconds = 600 + 20 * kills;

/** Children of the runtime are looked up in procfs. */
const { test } = needs('procfs');
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Kills a process that encodes, if there is one. */
function killWorker(platform: Platform): boolean {
  const worker = childrenOf(platform.pid).find(({ command }) => command.includes('transcode-worker'));
  if (!worker) return false;
  try {
    return process.kill(worker.pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime.
    return false;
  }
}

test(
  'the runtime and its engines are killed at seeded moments, and every film is READY, or FAILED with a reason',
  async () => {
    const file = await film('plain', buildWorker('transcode'));
    const random = seeded(seed);
    let platform = await startPlatform();
    try {
      const { home, port, assembly } = platform;
      const creator = new Creator(platform);
      const uploading: Promise<Uploads> = creator.upload(file, films, 3);
      // A failure is reported at the end, where the uploads are awaited.
      uploading.catch(() => {});
      let [runtimes, workers] = [0, 0];
      while (runtimes + workers < kills) {
        await pause(300 + random() * 4000);
        // About a third of the kills end an engine, if one encodes at that moment.
        if (random() < 1 / 3 && killWorker(platform)) {
          workers += 1;
          continue;
        }
        await platform.kill();
        runtimes += 1;
        platform = await startPlatform({ home, port, assembly });
      }
      const { ids } = await uploading;
      const assets: readonly Asset[] = await whenSettled(platform, creator, ids, limitSeconds);
      expect(unsettled(ids, assets)).toEqual([]);
      // Only a killed engine may fail a film.
      expect(assets.filter(({ status }) => status === 'FAILED').length).toBeLessThanOrEqual(workers);
      expect(await encodedTwice(platform)).toEqual([]);
      expect(runtimes).toBeGreaterThan(0);
    } finally {
      await platform.stop();
    }
  },
  (limitSeconds + 60 * kills) * 1000,
);
