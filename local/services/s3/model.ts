import type { CorsRule } from '../../kernel/cors-rule';
import { ServiceError } from '../../kernel/service';
import type { ChecksumAlgorithm } from './checksums';

/** A run of an object's bytes, which is a file of its bucket. */
export interface Piece {
  readonly file: string;
  readonly size: number;
  /** The part's own checksum in base64, for multipart uploads that were created with a checksum. */
  readonly checksum?: string;
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  readonly key: string;
  /** `null` is also a version id, in buckets without versioning. */
  readonly versionId: string;
  readonly deleteMarker?: true;
  readonly size: number;
  /** Without quotes; `…-3` for an object of three parts. */
  readonly etag: string;
  /** A time in ISO 8601. */
  readonly lastModified: string;
  /** Orders the versions and events of a key. Hexadecimal, of equal length. */
  readonly sequencer: string;
  /** In order. There is one for each part of a multipart upload, and none for delete markers. */
  readonly pieces: readonly Piece[];
  readonly attributes: ObjectAttributes;
  readonly checksum?: Checksum;
  readonly tags?: Tags;
  readonly encryption?: Encryption;
  readonly replication?: 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA';
  /** Buckets that have their copy while the copies of others are pending. */
  readonly replicatedTo?: readonly string[];
}

export type Tags = Readonly<Record<string, string>>;

/** Properties that are stored with an object unchanged, by the SDK's member names. */
export interface ObjectAttributes {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  /** ISO time. */
  readonly Expires?: string;
  readonly WebsiteRedirectLocation?: string;
  readonly StorageClass?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
}

type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; with `-{parts}` when composite. */
  readonly value: string;
}

export interface Encryption {
  readonly algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  /** The key's ARN, or in a bucket's settings any identifier of it; AWS's own key if absent. */
  readonly keyId?: string;
  readonly bucketKey?: boolean;
}

export interface Part {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: string;
  readonly file: string;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string };
}

/** A bucket that never was versioned knows only the id `null`; recorded. Throws `InvalidArgument`. */
export function checkVersionId(
  { versioning }: Pick<BucketSettings, 'versioning'>,
  versionId: string | undefined,
): void {
  if (versioning || !versionId || versionId === 'null') return;
  throw new ServiceError('InvalidArgument', 'Invalid version id specified', 400, {
    ArgumentName: 'versionId',
    ArgumentValue: versionId,
  });
}

export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiated: string;
  readonly attributes: ObjectAttributes;
  readonly tags?: Tags;
  readonly encryption: Encryption;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType };
  /** The sequencer of the key's version when the upload began. */
  readonly replaces?: string;
}

export interface ReplicationRule {
  readonly id: string;
  readonly priority: number;
  readonly prefix: string;
  /** Tags, all of which an object must have. */
  readonly tags: Tags;
  readonly deleteMarkers: boolean;
  readonly kmsObjects: boolean;
  /** Bucket name. */
  readonly destination: string;
  readonly replicaKey?: string;
  /** Whether the rule publishes metrics. */
  readonly metrics?: boolean;
}

/** Days count from the creation of the object (or of its successor). */
/** A transition to a colder storage class. The API returns it, but a laptop has only one class. */
export interface LifecycleTransition {
  readonly days?: number;
  /** ISO time. */
  readonly date?: string;
  readonly storageClass: string;
}

export interface LifecycleRule {
  readonly id: string;
  readonly disabled?: boolean;
  readonly prefix: string;
  readonly tags: Tags;
  readonly largerThan?: number;
  readonly smallerThan?: number;
  readonly abortUploadsAfterDays?: number;
  readonly expireAfterDays?: number;
  /** ISO time. */
  readonly expireAt?: string;
  readonly removeLoneMarkers?: boolean;
  readonly noncurrentDays?: number;
  /** The number of noncurrent versions that stay at any age. */
  readonly keepNoncurrent?: number;
  readonly transitions?: readonly LifecycleTransition[];
  readonly noncurrentTransitions?: readonly LifecycleTransition[];
}

/** A bucket's settings in its template. */
export interface BucketSettings {
  readonly name: string;
  readonly region: string;
  /** Absent if versioning was never enabled. */
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly encryption: Encryption;
  readonly notifies: boolean;
  readonly lifecycle?: readonly LifecycleRule[];
  /** `TransitionDefaultMinimumObjectSize` of the lifecycle rules. Like transitions, it is only returned by the API. */
  readonly smallestMoved?: 'all_storage_classes_128K' | 'varies_by_storage_class';
  readonly replication?: { readonly roleArn: string; readonly rules: readonly ReplicationRule[] };
  readonly cors?: readonly CorsRule[];
  /** Filters of keys by which requests are counted. */
  readonly metrics?: readonly { readonly id: string; readonly prefix: string }[];
  readonly publicAccessBlock?: Readonly<Record<string, boolean>>;
  readonly ownership?: string;
  readonly tags?: Tags;
  readonly createdAt: string;
}

export const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
export const objectArn = (name: string, key: string) => `arn:aws:s3:::${name}/${key}`;

/** Returns the id that callers see; a bucket that was never versioned returns none. */
export const visibleVersion = ({ versionId }: Pick<ObjectVersion, 'versionId'>, { versioning }: BucketSettings) =>
  versionId === 'null' && !versioning ? undefined : versionId;

/** Returns whether an object has all the tags of a rule. */
export const hasTags = (tags: Tags = {}, wanted: Tags) =>
  Object.entries(wanted).every(([name, value]) => tags[name] === value);
