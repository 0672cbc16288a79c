import type { Measured } from '../../kernel/service-metrics';
import type { Bucket } from './bucket';
import type { Buckets } from './buckets';
import type { ReplicationRule } from './model';
import { targets } from './replication-rules';

// Failures are published in the region of the source bucket, all others in that of the destination bucket, and none of a
// rule without `Metrics`. https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html

function measured(
  { settings }: Bucket,
  rule: ReplicationRule,
  values: Readonly<Record<string, number>>,
  region = settings.region,
): Measured[] {
  const dimensions = { SourceBucket: settings.name, DestinationBucket: rule.destination, RuleId: rule.id };
  return rule.metrics ? [{ region, namespace: 'AWS/S3', dimensions, values }] : [];
}

const regionOf = (rule: ReplicationRule, buckets: Buckets) => buckets.find(rule.destination)?.settings.region;

/** The metrics of a version that reached its destination after so many milliseconds. */
export function copiedMetrics(
  bucket: Bucket,
  rule: ReplicationRule,
  buckets: Buckets,
  milliseconds: number,
): Measured[] {
  const values = { ReplicationLatency: Math.max(0, milliseconds) / 1000 };
  return measured(bucket, rule, values, regionOf(rule, buckets));
}

/** The metrics of a version that will not reach its destination. */
export function failedMetrics(bucket: Bucket, rule: ReplicationRule): Measured[] {
  return measured(bucket, rule, { OperationsFailedReplication: 1 });
}

/** The number of versions that each rule has still to copy, and for how many seconds the oldest has waited. */
export function pendingMetrics(bucket: Bucket, buckets: Buckets, now: number): Measured[] {
  return (bucket.settings.replication?.rules ?? []).flatMap((rule) => {
    const pending = [...bucket.pending.values()].filter((version) => {
      const isTarget = targets(bucket.settings, version).some(({ id }) => id === rule.id);
      return isTarget && !version.replicatedTo?.includes(rule.destination);
    });
    const oldest = Math.min(now, ...pending.map(({ lastModified }) => Date.parse(lastModified)));
    const values = { OperationsPendingReplication: pending.length, ReplicationLatency: (now - oldest) / 1000 };
    return measured(bucket, rule, values, regionOf(rule, buckets));
  });
}
