import type { Kernel } from '../../kernel/kernel';
import { type Call, ServiceError } from '../../kernel/service';
import type { Bucket, Entry } from './bucket';
import { Buckets } from './buckets';
import { ObjectEncryption } from './encryption';
import { bucketArn, checkVersionId, type ObjectVersion } from './model';
import { type EventReason, Notifications } from './notifications';
import { Replication, targets } from './replication';

/** What a writer says of a version; the rest follows from the bucket. */
export type Draft = Omit<ObjectVersion, 'versionId' | 'sequencer' | 'lastModified' | 'replication' | 'replicatedTo'>;

/** The members that nearly all requests have. */
export interface BucketInput {
  readonly Bucket?: string;
  readonly ExpectedBucketOwner?: string;
}

/** What all operations share: buckets, and the way in which versions come and go. */
export class Storage {
  readonly buckets: Buckets;
  readonly encryption: ObjectEncryption;
  readonly notifications: Notifications;
  readonly replication: Replication;

  constructor(readonly kernel: Kernel) {
    this.buckets = new Buckets(kernel);
    this.encryption = new ObjectEncryption(kernel);
    this.notifications = new Notifications(kernel);
    this.replication = new Replication(kernel, this.buckets, this.encryption);
  }

  /**
   * The bucket that a request names. Throws `NoSuchBucket`, `AccessDenied` for another owner than expected, and
   * `AuthorizationHeaderMalformed` when the request was signed for another region than the bucket's.
   */
  bucket({ Bucket = '', ExpectedBucketOwner }: BucketInput, call: Call): Bucket {
    const bucket = this.buckets.get(Bucket);
    if (ExpectedBucketOwner !== undefined && !/^\d{12}$/.test(ExpectedBucketOwner)) {
      const message = `The value of the expected bucket owner parameter must be an AWS Account ID... [${ExpectedBucketOwner}]`;
      throw new ServiceError('InvalidBucketOwnerAWSAccountID', message, 400);
    }
    if (ExpectedBucketOwner && ExpectedBucketOwner !== this.kernel.accountId) throw denied();
    const { region } = bucket.settings;
    if (call.http && call.principal.kind !== 'anonymous' && call.region !== region) {
      const message = `The authorization header is malformed; the region '${call.region}' is wrong; expecting '${region}'`;
      throw new ServiceError('AuthorizationHeaderMalformed', message, 400, { Region: region });
    }
    return bucket;
  }

  /**
   * The version that a read means. Throws `NoSuchKey`, `NoSuchVersion`, and `MethodNotAllowed` for a delete marker that
   * was asked for by id; `AccessDenied` instead, as S3 does, to those who may not list the bucket.
   */
  version(bucket: Bucket, key: string, versionId: string | undefined, call: Call): ObjectVersion {
    checkVersionId(bucket.settings, versionId);
    const version = versionId ? bucket.find(key, versionId) : bucket.current(key);
    if (version && !version.deleteMarker) return version;
    if (version && versionId) {
      throw new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
        Method: call.http?.method ?? 'GET',
        ResourceType: 'DeleteMarker',
      });
    }
    this.mayKnowWhatIsMissing(bucket, call);
    if (!versionId) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
    throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404, {
      Key: key,
      VersionId: versionId,
    });
  }

  /** Makes a version current, tells who listens, and has it replicated. `more` is written with it or not at all. */
  async add(
    bucket: Bucket,
    draft: Draft,
    reason: EventReason,
    call?: Call,
    more: Entry[] = [],
  ): Promise<ObjectVersion> {
    const made: ObjectVersion = {
      ...draft,
      versionId: bucket.newVersionId(),
      lastModified: this.now(),
      sequencer: bucket.newSequencer(),
    };
    const replicated = targets(bucket.settings, made).length > 0;
    const version: ObjectVersion = replicated ? { ...made, replication: 'PENDING' } : made;
    bucket.write({ put: version }, ...more, ...this.notifications.created(bucket, version, reason, call));
    if (replicated) this.replication.schedule();
    await this.notifications.deliver(bucket);
    return version;
  }

  /** Removes a version for good. */
  async remove(bucket: Bucket, version: ObjectVersion, reason: EventReason, call?: Call): Promise<void> {
    const { key, versionId } = version;
    bucket.write({ remove: { key, versionId } }, ...this.notifications.removed(bucket, version, reason, call));
    await this.notifications.deliver(bucket);
  }

  /** Deletes a key as far as its bucket's versioning goes; answers the delete marker, where one was made. */
  async delete(bucket: Bucket, key: string, reason: EventReason, call?: Call): Promise<ObjectVersion | undefined> {
    if (bucket.settings.versioning) {
      return this.add(bucket, { key, deleteMarker: true, size: 0, etag: '', pieces: [], attributes: {} }, reason, call);
    }
    const version = bucket.current(key);
    if (version) await this.remove(bucket, version, reason, call);
    return undefined;
  }

  /** ISO time, in whole seconds, which is all that headers can say. */
  now(): string {
    return new Date(Math.floor(this.kernel.now() / 1000) * 1000).toISOString();
  }

  private mayKnowWhatIsMissing({ settings }: Bucket, call: Call): void {
    try {
      const resource = bucketArn(settings.name);
      this.kernel.authorize(call.principal, settings.region, [{ action: 's3:ListBucket', resource }]);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw denied();
    }
  }
}

const denied = () => new ServiceError('AccessDenied', 'Access Denied', 403);
