import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/kernel';
import { type Call, type Principal, ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { Bucket } from './bucket';
import { type BucketSettings, bucketArn, type Encryption, type ObjectVersion } from './model';

/** All buckets of the account. Their names are shared by all regions. */
export class Buckets {
  private readonly buckets = new Map<string, Bucket>();
  private readonly settings: Store<BucketSettings>;

  constructor(readonly kernel: Kernel) {
    this.settings = kernel.store<BucketSettings>('s3', 'settings');
    for (const [, settings] of this.settings.entries()) this.open(settings);
  }

  list(): BucketSettings[] {
    return [...this.buckets.values()].map(({ settings }) => settings);
  }

  all(): Bucket[] {
    return [...this.buckets.values()];
  }

  find(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** Throws `NoSuchBucket`. */
  get(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) {
      throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
    }
    return bucket;
  }

  put(settings: Omit<BucketSettings, 'createdAt'>): void {
    const createdAt = this.settings.get(settings.name)?.createdAt ?? new Date(this.kernel.now()).toISOString();
    const complete = { ...settings, createdAt };
    this.settings.put(settings.name, complete);
    const bucket = this.buckets.get(settings.name);
    if (bucket) bucket.settings = complete;
    else this.open(complete);
  }

  remove(name: string): void {
    if (!this.get(name).empty) {
      throw new ServiceError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
    }
    this.buckets.delete(name);
    this.settings.delete(name);
    rmSync(this.folder(name), { recursive: true, force: true });
  }

  /** The version that a read means. Throws `NoSuchKey`, `NoSuchVersion`, and `MethodNotAllowed` for a delete marker. */
  version(bucket: Bucket, key: string, versionId?: string): ObjectVersion {
    const history = bucket.history(key);
    const version = versionId ? history.find((candidate) => candidate.versionId === versionId) : history[0];
    if (!version && versionId) {
      throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404, { Key: key });
    }
    if (version?.deleteMarker && versionId) {
      throw new ServiceError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
    }
    if (!version || version.deleteMarker) {
      throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
    }
    return version;
  }

  /** As {@link version}; to who may not list the bucket, what is missing is `AccessDenied`. */
  visible(bucket: Bucket, key: string, versionId: string | undefined, principal: Principal): ObjectVersion {
    try {
      return this.version(bucket, key, versionId);
    } catch (error) {
      const { name, region } = bucket.settings;
      this.kernel.authorize(principal, region, [{ action: 's3:ListBucket', resource: bucketArn(name) }]);
      throw error;
    }
  }

  /** A reader of an object under a KMS key has to be allowed to use the key. */
  mayDecrypt(principal: Principal, { settings }: Bucket, encryption: Encryption | undefined): void {
    this.useKey(principal, settings, encryption, 'kms:Decrypt');
  }

  /** A writer likewise, for the key that new objects are encrypted by. */
  mayEncrypt(principal: Principal, { settings }: Bucket, encryption: Encryption): void {
    this.useKey(principal, settings, encryption, 'kms:GenerateDataKey');
  }

  async tell(bucket: Bucket, version: ObjectVersion, call: Call, reason: string): Promise<void> {
    const { settings } = bucket;
    if (!settings.notifies) return;
    const deleted = version.deleteMarker || reason === 'DeleteObject';
    // Source: S3 user guide, "EventBridge event message structure".
    await this.kernel.emit(settings.region, {
      source: 'aws.s3',
      detailType: deleted ? 'Object Deleted' : 'Object Created',
      resources: [bucketArn(settings.name)],
      detail: {
        version: '0',
        bucket: { name: settings.name },
        object: {
          key: version.key,
          ...(!deleted && { size: version.size, etag: version.etag }),
          ...(version.versionId !== 'null' && { 'version-id': version.versionId }),
          sequencer: version.sequencer,
        },
        'request-id': call.requestId,
        requester: this.kernel.accountId,
        'source-ip-address': call.http?.sourceIp ?? '127.0.0.1',
        reason,
        ...(deleted && { 'deletion-type': version.deleteMarker ? 'Delete Marker Created' : 'Permanently Deleted' }),
      },
    });
  }

  private useKey(
    principal: Principal,
    { name, region }: BucketSettings,
    encryption: Encryption | undefined,
    action: string,
  ) {
    if (!encryption?.keyId) return;
    const context = {
      'kms:ViaService': `s3.${region}.amazonaws.com`,
      'kms:CallerAccount': this.kernel.accountId,
      'kms:EncryptionContext:aws:s3:arn': bucketArn(name),
    };
    this.kernel.authorize(principal, region, [{ action, resource: encryption.keyId, context }]);
  }

  private open(settings: BucketSettings): void {
    this.buckets.set(settings.name, new Bucket(this.folder(settings.name), settings));
  }

  private folder(name: string): string {
    const folder = join(this.kernel.folder('s3'), 'buckets', name);
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    return folder;
  }
}
