import type { Bucket } from './bucket';
import { hasTags, type LifecycleRule, type ObjectVersion } from './model';
import type { Storage } from './storage';

const day = 86_400_000;

/** Applies the rules of buckets: removes incomplete uploads, expired objects and noncurrent versions. */
export async function applyLifecycle(storage: Storage): Promise<void> {
  const now = storage.kernel.now();
  for (const bucket of storage.buckets.all()) {
    for (const rule of (bucket.settings.lifecycle ?? []).filter(({ disabled }) => !disabled)) {
      abortUploads(bucket, rule, now);
      for (const key of [...bucket.keys()].filter((name) => name.startsWith(rule.prefix))) {
        await expire(storage, bucket, key, rule, now);
        await removeNoncurrent(storage, bucket, key, rule, now);
        await removeLoneMarker(storage, bucket, key, rule);
      }
    }
  }
}

function abortUploads(bucket: Bucket, { abortUploadsAfterDays, prefix }: LifecycleRule, now: number): void {
  if (abortUploadsAfterDays === undefined) return;
  for (const { id, key, initiated } of bucket.listUploads()) {
    if (key.startsWith(prefix) && now - Date.parse(initiated) > abortUploadsAfterDays * day) bucket.write({ end: id });
  }
}

const applies = (rule: LifecycleRule, { size, tags }: ObjectVersion) =>
  hasTags(tags, rule.tags) && size > (rule.largerThan ?? -1) && size < (rule.smallerThan ?? Number.POSITIVE_INFINITY);

async function expire(storage: Storage, bucket: Bucket, key: string, rule: LifecycleRule, now: number) {
  const version = bucket.current(key);
  if (!version || version.deleteMarker || !applies(rule, version)) return;
  const aged =
    rule.expireAfterDays !== undefined && now - Date.parse(version.lastModified) > rule.expireAfterDays * day;
  const dated = rule.expireAt !== undefined && now >= Date.parse(rule.expireAt);
  if (aged || dated) await storage.delete(bucket, key, 'Lifecycle Expiration');
}

async function removeNoncurrent(storage: Storage, bucket: Bucket, key: string, rule: LifecycleRule, now: number) {
  const { noncurrentDays, keepNoncurrent = 0 } = rule;
  if (noncurrentDays === undefined) return;
  const history = bucket.history(key);
  for (const [index, version] of history.entries()) {
    // A version is noncurrent since its successor was created.
    const successor = history[index - 1];
    if (!successor || index <= keepNoncurrent || !applies(rule, version)) continue;
    if (now - Date.parse(successor.lastModified) > noncurrentDays * day) {
      await storage.remove(bucket, version, 'Lifecycle Expiration');
    }
  }
}

async function removeLoneMarker(storage: Storage, bucket: Bucket, key: string, rule: LifecycleRule) {
  const [only, ...others] = bucket.history(key);
  // Days of expiration include this rule.
  const wanted = rule.removeLoneMarkers || rule.expireAfterDays !== undefined;
  if (wanted && only?.deleteMarker && !others.length) await storage.remove(bucket, only, 'Lifecycle Expiration');
}
