import type { Listed } from './versions';

/** Headers that are stored with an object, by S3's member names. */
type Attributes = Readonly<Record<string, unknown>>;

interface Source {
  readonly bucket: string;
  readonly id: string;
  /** Bytes. */
  readonly size: number;
  readonly attributes: Attributes;
}

/** The operations on one bucket that a restore uses. */
export interface VersionedBucket {
  readonly name: string;
  readonly region: string;
  /** All versions and delete markers below a prefix, page by page in the order of keys. */
  versions(prefix: string): AsyncIterable<readonly Listed[]>;
  /** Removes delete markers by their ids. Ignores markers that no longer exist. */
  unmark(markers: readonly { readonly key: string; readonly id: string }[]): Promise<void>;
  /** Whether the current object is a copy of this version that an earlier run made. */
  isCopyOf(key: string, id: string): Promise<boolean>;
  /** Headers and metadata of a version. */
  attributes(key: string, id: string): Promise<Attributes>;
  /** Copies a version of another bucket, or of this one, to the same key. */
  copy(from: Source, key: string): Promise<void>;
}

/** A bucket with its copy in the second region, if there is one. */
export interface Pair {
  readonly primary: VersionedBucket;
  readonly replica?: VersionedBucket;
  /** The keys that replication rules cover begin with one of these. */
  readonly replicated: readonly string[];
}
