import type { Kernel } from '../../kernel/kernel';
import { type Principal, ServiceError } from '../../kernel/service';
import type { Measured } from '../../kernel/service-metrics';
import { type Bucket, versionName } from './bucket';
import type { Buckets } from './buckets';
import type { ObjectEncryption } from './encryption';
import { bucketArn, type ObjectVersion, objectArn, type ReplicationRule } from './model';
import { copiedMetrics, failedMetrics, pendingMetrics } from './replication-metrics';
import { targets } from './replication-rules';

/** Milliseconds before a failed copy is repeated, which double each time, and the maximum number of attempts. */
const firstDelay = 200;
const maxAttempts = 5;

/**
 * Copies new versions and delete markers to the destinations of rules. As in S3, this happens later, with the rule's
 * role.
 */
export class Replication {
  private timer: NodeJS.Timeout | undefined;
  private readonly failures = new Map<string, number>();
  private stopped = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly buckets: Buckets,
    private readonly encryption: ObjectEncryption,
  ) {}

  /** Starts copying pending versions soon. */
  schedule(delay = 10): void {
    if (this.timer || this.stopped) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.run();
    }, delay);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /**
   * Copies some of the pending versions. Copies are links, so this takes a moment, and requests are served in between.
   */
  private run(): void {
    const slice = 100;
    let [done, failed] = [0, 0];
    for (const bucket of this.buckets.all()) {
      for (const version of [...bucket.pending.values()]) {
        if (done === slice) break;
        done += 1;
        if (!this.copy(bucket, version)) failed = Math.max(failed, this.failures.get(id(bucket, version)) ?? 0);
      }
    }
    if (failed) this.schedule(firstDelay * 2 ** (failed - 1));
    else if (done === slice) this.schedule(0);
  }

  /** Returns whether this version needs no further attempt. */
  private copy(bucket: Bucket, version: ObjectVersion): boolean {
    const { replicatedTo = [], ...rest } = version;
    const reached = [...replicatedTo];
    try {
      for (const rule of targets(bucket.settings, version)) {
        if (reached.includes(rule.destination)) continue;
        this.replicate(bucket, version, rule);
        reached.push(rule.destination);
        this.measure(copiedMetrics(bucket, rule, this.buckets, this.kernel.now() - Date.parse(version.lastModified)));
      }
      bucket.write({ put: { ...rest, replication: 'COMPLETED' } });
      return true;
    } catch (error) {
      const { name } = bucket.settings;
      const failed = (this.failures.get(id(bucket, version)) ?? 0) + 1;
      this.kernel.log('s3', 'replication failed', {
        bucket: name,
        key: version.key,
        attempt: failed,
        error: (error as Error).message,
      });
      const gone = failed >= maxAttempts;
      const unreached = targets(bucket.settings, version).filter(({ destination }) => !reached.includes(destination));
      if (gone) for (const rule of unreached) this.measure(failedMetrics(bucket, rule));
      if (gone) this.failures.delete(id(bucket, version));
      else this.failures.set(id(bucket, version), failed);
      if (gone || reached.length > replicatedTo.length) {
        bucket.write({ put: { ...rest, replicatedTo: reached, replication: gone ? 'FAILED' : 'PENDING' } });
      }
      return gone;
    }
  }

  gauges(): Measured[] {
    return this.buckets.all().flatMap((bucket) => pendingMetrics(bucket, this.buckets, this.kernel.now()));
  }

  private measure(measured: readonly Measured[]): void {
    for (const one of measured) this.kernel.measure(one);
  }

  private replicate(bucket: Bucket, version: ObjectVersion, rule: ReplicationRule): void {
    const { settings } = bucket;
    const target = this.buckets.find(rule.destination);
    if (!target) throw new ServiceError('NoSuchBucket', `The replica bucket ${rule.destination} does not exist`, 404);
    if (target.settings.versioning !== 'Enabled') {
      throw new ServiceError('InvalidRequest', `The replica bucket ${rule.destination} is not versioned`);
    }
    const principal: Principal = {
      kind: 'role',
      accountId: this.kernel.accountId,
      roleArn: settings.replication?.roleArn ?? '',
      sessionName: 's3-replication',
    };
    const { key, tags } = version;
    const source = objectArn(settings.name, key);
    this.kernel.authorize(principal, settings.region, [
      { action: 's3:GetReplicationConfiguration', resource: bucketArn(settings.name) },
      { action: 's3:ListBucket', resource: bucketArn(settings.name) },
      { action: 's3:GetObjectVersionForReplication', resource: source },
      { action: 's3:GetObjectVersionAcl', resource: source },
      ...(tags ? [{ action: 's3:GetObjectVersionTagging', resource: source }] : []),
    ]);
    const resource = objectArn(rule.destination, key);
    this.kernel.authorize(principal, target.settings.region, [
      { action: version.deleteMarker ? 's3:ReplicateDelete' : 's3:ReplicateObject', resource },
      ...(tags ? [{ action: 's3:ReplicateTags', resource }] : []),
    ]);
    const { replication: _status, replicatedTo: _reached, ...rest } = version;
    if (version.deleteMarker) {
      target.write({ put: { ...rest, replication: 'REPLICA' } });
      return;
    }
    this.encryption.authorize(principal, settings, key, version.encryption, 'kms:Decrypt');
    const wanted = this.encryption.wanted(
      target.settings,
      rule.replicaKey && version.encryption?.keyId
        ? { ServerSideEncryption: version.encryption.algorithm, SSEKMSKeyId: rule.replicaKey }
        : {},
    );
    this.encryption.authorize(principal, target.settings, key, wanted, 'kms:Encrypt');
    const pieces = bucket.files.share(version.pieces, target.files);
    target.write({ put: { ...rest, pieces, encryption: wanted, replication: 'REPLICA' } });
  }
}

const id = ({ settings }: Bucket, version: ObjectVersion) => `${settings.name} ${versionName(version)}`;
