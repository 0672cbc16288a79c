import type { Kernel } from '../../kernel/kernel';
import { type Call, ServiceError } from '../../kernel/service';
import type { Bucket, Entry } from './bucket';
import { Buckets } from './buckets';
import { ObjectEncryption } from './encryption';
import { bucketArn, checkVersionId, type ObjectVersion } from './model';
import { type EventReason, Notifications } from './notifications';
import { Replication } from './replication';
import { targets } from './replication-rules';

/** The properties of a version that its writer decides. The others follow from the bucket. */
export type Draft = Omit<ObjectVersion, 'versionId' | 'sequencer' | 'lastModified' | 'replication' | 'replicatedTo'>;

/** The members that nearly all requests have. */
export interface BucketInput {
  readonly Bucket?: string;
  readonly ExpectedBucketOwner?: string;
}

/** The part that all operations share: buckets, and the creation and deletion of versions. */
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
   * Returns the bucket of a request. Throws `NoSuchBucket`, `AccessDenied` if the owner is not the expected one, and
   * `AuthorizationHeaderMalformed` if the request was signed for another region than the bucket's.
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
   * Returns the version of a read. Throws `NoSuchKey`, `NoSuchVersion`, and `MethodNotAllowed` for a delete marker that
   * was requested by id; as in S3, callers that may not list the bucket get `AccessDenied` instead.
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
    this.authorizeListing(bucket, call);
    if (!versionId) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
    throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404, {
      Key: key,
      VersionId: versionId,
    });
  }

  /**
   * Makes a version current, sends its events, and schedules its replication. `more` is written together with it or not
   * at all.
   */
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

  /** Deletes a version permanently. */
  async remove(bucket: Bucket, version: ObjectVersion, reason: EventReason, call?: Call): Promise<void> {
    const { key, versionId } = version;
    bucket.write({ remove: { key, versionId } }, ...this.notifications.removed(bucket, version, reason, call));
    await this.notifications.deliver(bucket);
  }

  /** Deletes a key according to its bucket's versioning. Returns the delete marker, if one was made. */
  async delete(bucket: Bucket, key: string, reason: EventReason, call?: Call): Promise<ObjectVersion | undefined> {
    if (bucket.settings.versioning) {
      return this.add(bucket, { key, deleteMarker: true, size: 0, etag: '', pieces: [], attributes: {} }, reason, call);
    }
    const version = bucket.current(key);
    if (version) await this.remove(bucket, version, reason, call);
    return undefined;
  }

  /** Returns the time in ISO 8601, in whole seconds because headers have no fractions. */
  now(): string {
    return new Date(Math.floor(this.kernel.now() / 1000) * 1000).toISOString();
  }

  private authorizeListing({ settings }: Bucket, call: Call): void {
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
