import { copyFileSync } from 'node:fs';
import { type Principal, ServiceError } from '../../kernel/service';
import type { Bucket } from './bucket';
import type { Buckets } from './buckets';
import { bucketArn, type ObjectVersion, type ReplicationRule } from './model';

/** Milliseconds before a failed copy is tried again, and how often. */
const retryDelay = 2_000;
const attempts = 5;

/** Copies new versions and delete markers to the buckets that replication rules name: later, as S3 does, by the rule's role. */
export class Replication {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private readonly failures = new Map<string, number>();
  private stopped = false;

  constructor(private readonly buckets: Buckets) {}

  wants(bucket: Bucket, version: Omit<ObjectVersion, 'replication'>): boolean {
    return this.rule(bucket, version) !== undefined;
  }

  /** Has what is pending copied soon. */
  schedule(delay = 10): void {
    if (this.timer || this.stopped) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.running = this.running.then(() => this.run());
    }, delay);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private rule({ settings }: Bucket, version: Omit<ObjectVersion, 'replication'>): ReplicationRule | undefined {
    const matching = (settings.replication?.rules ?? []).filter(
      ({ prefix, deleteMarkers, kmsObjects }) =>
        version.key.startsWith(prefix) &&
        (!version.deleteMarker || deleteMarkers) &&
        (!version.encryption?.keyId || kmsObjects),
    );
    return matching.sort((a, b) => b.priority - a.priority)[0];
  }

  private async run(): Promise<void> {
    for (const bucket of this.buckets.all()) {
      if (!bucket.settings.replication) continue;
      for (const key of bucket.keys()) {
        // Oldest first, so that the replica's history has the same order.
        for (const version of [...bucket.history(key)].reverse()) {
          if (this.stopped) return;
          if (version.replication === 'PENDING') await this.copy(bucket, version);
        }
      }
    }
  }

  private async copy(bucket: Bucket, version: ObjectVersion): Promise<void> {
    const rule = this.rule(bucket, version);
    try {
      if (rule) this.replicate(bucket, version, rule);
      bucket.put({ ...version, replication: 'COMPLETED' });
    } catch (error) {
      const id = `${bucket.settings.name}/${version.versionId}`;
      const failed = (this.failures.get(id) ?? 0) + 1;
      this.failures.set(id, failed);
      const fields = { bucket: bucket.settings.name, key: version.key, error: (error as Error).message };
      this.buckets.kernel.log('s3', 'replication failed', fields);
      if (failed >= attempts) bucket.put({ ...version, replication: 'FAILED' });
      else this.schedule(retryDelay);
    }
  }

  private replicate(bucket: Bucket, version: ObjectVersion, rule: ReplicationRule): void {
    const { kernel } = this.buckets;
    const { settings } = bucket;
    const target = this.buckets.find(rule.destination);
    if (!target) throw new ServiceError('NoSuchBucket', `The replica bucket ${rule.destination} does not exist`, 404);
    const principal: Principal = {
      kind: 'role',
      accountId: kernel.accountId,
      roleArn: settings.replication?.roleArn ?? '',
      sessionName: 's3-replication',
    };
    const source = `${bucketArn(settings.name)}/${version.key}`;
    const destination = `${bucketArn(rule.destination)}/${version.key}`;
    kernel.authorize(principal, settings.region, [
      { action: 's3:GetReplicationConfiguration', resource: bucketArn(settings.name) },
      { action: 's3:GetObjectVersionForReplication', resource: source },
    ]);
    const action = version.deleteMarker ? 's3:ReplicateDelete' : 's3:ReplicateObject';
    kernel.authorize(principal, target.settings.region, [{ action, resource: destination }]);
    const { file: from, replication: _status, ...rest } = version;
    if (version.deleteMarker) {
      target.put({ ...rest, replication: 'REPLICA' });
      return;
    }
    this.buckets.mayDecrypt(principal, bucket, version.encryption);
    const encryption = rule.replicaKey
      ? { algorithm: 'aws:kms' as const, keyId: rule.replicaKey }
      : target.settings.encryption;
    this.buckets.mayEncrypt(principal, target, encryption);
    const file = target.newFile();
    copyFileSync(bucket.path(from as string), target.path(file));
    target.put({ ...rest, file, encryption, replication: 'REPLICA' });
  }
}
