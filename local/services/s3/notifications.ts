import { randomUUID } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import type { Call } from '../../kernel/service';
import type { Bucket, Entry } from './bucket';
import { bucketArn, type ObjectVersion } from './model';

export type EventReason =
  | 'PutObject'
  | 'CopyObject'
  | 'CompleteMultipartUpload'
  | 'DeleteObject'
  | 'Lifecycle Expiration';

/** The MD5 of an empty text, which is the entity tag in events of delete markers. */
const emptyEtag = 'd41d8cd98f00b204e9800998ecf8427e';

/**
 * S3's events for EventBridge. They are written to the bucket's journal together with the change, so that a process
 * that was killed in between sends them after its next start.
 */
export class Notifications {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(private readonly kernel: Kernel) {}

  /** Returns journal entries for a new version or delete marker. Without a call, S3 itself made the change. */
  created(bucket: Bucket, version: ObjectVersion, reason: EventReason, call?: Call): Entry[] {
    if (version.deleteMarker) return this.deleted(bucket, version, reason, 'Delete Marker Created', call);
    const { key, size, etag, sequencer } = version;
    return this.entries(bucket, 'Object Created', { key, size, etag, ...named(version), sequencer }, reason, call);
  }

  /** Returns journal entries for a version that was deleted permanently. */
  removed(bucket: Bucket, version: ObjectVersion, reason: EventReason, call?: Call): Entry[] {
    const gone = { ...version, sequencer: bucket.newSequencer() };
    return this.deleted(bucket, gone, reason, 'Permanently Deleted', call);
  }

  /** Sends the events that the bus does not have yet. Resolves when the bus has stored all of them. */
  async deliver(bucket: Bucket): Promise<void> {
    await Promise.all(
      [...bucket.unsentEvents].map(([id, event]) => {
        const sending = this.underWay.get(id) ?? this.send(bucket, id, event);
        this.underWay.set(id, sending);
        return sending;
      }),
    );
  }

  private async send(bucket: Bucket, id: string, event: Parameters<Kernel['emit']>[1]): Promise<void> {
    try {
      await this.kernel.emit(bucket.settings.region, event);
      bucket.write({ told: id });
    } finally {
      this.underWay.delete(id);
    }
  }

  private deleted(bucket: Bucket, version: ObjectVersion, reason: EventReason, type: string, call?: Call): Entry[] {
    const { key, sequencer } = version;
    // Of deletions, only that of a delete marker has an entity tag: recorded from AWS (localstack,
    // test_s3_notifications_eventbridge).
    const etag = type === 'Delete Marker Created' ? { etag: emptyEtag } : {};
    const object = { key, ...etag, ...named(version), sequencer };
    return this.entries(bucket, 'Object Deleted', object, reason, call, { 'deletion-type': type });
  }

  /** Source: S3 user guide, "EventBridge event message structure". */
  private entries(
    { settings }: Bucket,
    detailType: string,
    object: object,
    reason: EventReason,
    call: Call | undefined,
    more: object = {},
  ): Entry[] {
    if (!settings.notifies) return [];
    const detail = {
      version: '0',
      bucket: { name: settings.name },
      object,
      'request-id': call?.requestId ?? randomUUID(),
      requester: requester(call, this.kernel.accountId),
      ...(call && { 'source-ip-address': call.http?.sourceIp ?? '127.0.0.1' }),
      reason,
      ...more,
    };
    const tell = { source: 'aws.s3', detailType, resources: [bucketArn(settings.name)], detail };
    return [{ tell, id: randomUUID() }];
  }
}

/**
 * The version "null" is not named: in a recorded put into a bucket with suspended versioning, `version-id` is absent.
 */
const named = ({ versionId }: ObjectVersion) => (versionId === 'null' ? {} : { 'version-id': versionId });

function requester(call: Call | undefined, accountId: string): string {
  if (!call) return 's3.amazonaws.com';
  return call.principal.kind === 'service' ? call.principal.service : accountId;
}
