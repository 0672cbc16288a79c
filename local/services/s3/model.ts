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
  /** Orders the events of a key; hexadecimal, of equal length. */
  readonly sequencer: string;
  /** File below the bucket's `data/`; absent for delete markers. */
  readonly file?: string;
  readonly attributes: ObjectAttributes;
  readonly checksums?: Checksums;
  readonly tags?: Readonly<Record<string, string>>;
  readonly encryption?: Encryption;
  readonly replication?: 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA';
}

export interface ObjectAttributes {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
}

/** Base64 digests, by the SDK's member names. */
export interface Checksums {
  readonly ChecksumCRC32?: string;
  readonly ChecksumSHA1?: string;
  readonly ChecksumSHA256?: string;
}

export interface Encryption {
  readonly algorithm: 'AES256' | 'aws:kms';
  readonly keyId?: string;
}

export interface Part {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: string;
  readonly file: string;
}

export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly initiated: string;
  readonly attributes: ObjectAttributes;
  readonly encryption?: Encryption;
}

export interface ReplicationRule {
  readonly id: string;
  readonly priority: number;
  readonly prefix: string;
  readonly deleteMarkers: boolean;
  readonly kmsObjects: boolean;
  readonly destination: string;
  readonly replicaKey?: string;
}

/** A bucket's settings, as its template gives them. */
export interface BucketSettings {
  readonly name: string;
  readonly region: string;
  readonly versioned: boolean;
  readonly encryption: Encryption;
  readonly notifies: boolean;
  readonly abortUploadsAfterDays?: number;
  readonly noncurrentDays?: number;
  readonly replication?: { readonly roleArn: string; readonly rules: readonly ReplicationRule[] };
  readonly createdAt: string;
}

export const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
