import { type BucketSettings, hasTags, type ObjectVersion, type ReplicationRule } from './model';

/** Returns the rules by which a version is copied: for each destination, the one of the highest priority. */
export function targets({ replication }: BucketSettings, version: ObjectVersion): ReplicationRule[] {
  const matching = (replication?.rules ?? []).filter(
    (rule) =>
      version.key.startsWith(rule.prefix) &&
      hasTags(version.tags, rule.tags) &&
      (!version.deleteMarker || rule.deleteMarkers) &&
      (!version.encryption?.algorithm.startsWith('aws:kms') || rule.kmsObjects),
  );
  const ascending = matching.sort((a, b) => a.priority - b.priority);
  return [...new Map(ascending.map((rule) => [rule.destination, rule])).values()];
}
