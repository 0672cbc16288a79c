import { ServiceError } from '../../kernel/service';
import type { ChecksumAlgorithm } from './checksums';

/** A run of an object's bytes: a file of its bucket. */
export interface Piece {
  readonly file: string;
  readonly size: number;
  /** The part's own checksum, base64; of multipart uploads that were begun with one. */
  readonly checksum?: string;
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  readonly key: string;
  /** `null` is a version's id too: that of a bucket without versioning. */
  readonly versionId: string;
  readonly deleteMarker?: true;
  readonly size: number;
  /** Without quotes; `…-3` for an object of three parts. */
  readonly etag: string;
  /** ISO time. */
  readonly lastModified: string;
  /** Orders the versions and events of a key; hexadecimal, of equal length. */
  readonly sequencer: string;
  /** In order; one for each part of a multipart upload, none for delete markers. */
  readonly pieces: readonly Piece[];
  readonly attributes: ObjectAttributes;
  readonly checksum?: Checksum;
  readonly tags?: Tags;
  readonly encryption?: Encryption;
  readonly replication?: 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA';
  /** Buckets that have their copy while others wait for theirs. */
  readonly replicatedTo?: readonly string[];
}

export type Tags = Readonly<Record<string, string>>;

/** What travels with an object unchanged, by the SDK's member names. */
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

export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; with `-{parts}` when composite. */
  readonly value: string;
}

export interface Encryption {
  readonly algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  /** The key's ARN, or in a bucket's settings whatever names it; AWS's own key when absent. */
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

/** A bucket that never had versions knows the id `null` only; recorded. Throws `InvalidArgument`. */
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
  /** The sequencer of what the key held when it began. */
  readonly replaces?: string;
}

export interface ReplicationRule {
  readonly id: string;
  readonly priority: number;
  readonly prefix: string;
  /** All of which an object must have. */
  readonly tags: Tags;
  readonly deleteMarkers: boolean;
  readonly kmsObjects: boolean;
  /** Bucket name. */
  readonly destination: string;
  readonly replicaKey?: string;
}

/** Days count from the object's (or its successor's) creation. */
/** To a colder storage class: kept for the API only, since nothing is stored colder on a laptop. */
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
  /** How many noncurrent versions stay however old they are. */
  readonly keepNoncurrent?: number;
  readonly transitions?: readonly LifecycleTransition[];
  readonly noncurrentTransitions?: readonly LifecycleTransition[];
}

/** As the API gives it. */
export interface CorsRule {
  readonly ID?: string;
  readonly AllowedHeaders?: string[];
  readonly AllowedMethods: string[];
  readonly AllowedOrigins: string[];
  readonly ExposeHeaders?: string[];
  readonly MaxAgeSeconds?: number;
}

/** A bucket's settings, as its template gives them. */
export interface BucketSettings {
  readonly name: string;
  readonly region: string;
  /** Absent when it never was enabled. */
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly encryption: Encryption;
  readonly notifies: boolean;
  readonly lifecycle?: readonly LifecycleRule[];
  /** `TransitionDefaultMinimumObjectSize` of the lifecycle rules: kept for the API only, as transitions are. */
  readonly smallestMoved?: 'all_storage_classes_128K' | 'varies_by_storage_class';
  readonly replication?: { readonly roleArn: string; readonly rules: readonly ReplicationRule[] };
  readonly cors?: readonly CorsRule[];
  readonly publicAccessBlock?: Readonly<Record<string, boolean>>;
  readonly ownership?: string;
  readonly tags?: Tags;
  readonly createdAt: string;
}

export const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
export const objectArn = (name: string, key: string) => `arn:aws:s3:::${name}/${key}`;

/** The id that callers see: a bucket that was never versioned tells none. */
export const visibleVersion = ({ versionId }: Pick<ObjectVersion, 'versionId'>, { versioning }: BucketSettings) =>
  versionId === 'null' && !versioning ? undefined : versionId;

/** Whether an object has all the tags that a rule asks for. */
export const hasTags = (tags: Tags = {}, wanted: Tags) =>
  Object.entries(wanted).every(([name, value]) => tags[name] === value);
