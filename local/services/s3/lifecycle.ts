import type { Buckets } from './buckets';

const day = 86_400_000;

/** Ends uploads that nobody completed, and noncurrent versions whose time is over, as the buckets' rules say. */
export function applyLifecycle(buckets: Buckets, now: number): void {
  for (const bucket of buckets.all()) {
    const { abortUploadsAfterDays, noncurrentDays } = bucket.settings;
    if (abortUploadsAfterDays !== undefined) {
      for (const { id, initiated } of bucket.listUploads()) {
        if (now - Date.parse(initiated) > abortUploadsAfterDays * day) bucket.endUpload(id);
      }
    }
    if (noncurrentDays === undefined) continue;
    for (const key of bucket.keys()) {
      const history = bucket.history(key);
      for (const [index, version] of history.entries()) {
        // A version is noncurrent since the one after it came.
        const successor = history[index - 1];
        if (successor && now - Date.parse(successor.lastModified) > noncurrentDays * day) {
          bucket.remove(key, version.versionId);
        }
      }
    }
  }
}
