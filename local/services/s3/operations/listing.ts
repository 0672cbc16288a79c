import type {
  ListObjectsCommandInput,
  ListObjectsV2CommandInput,
  ListObjectVersionsCommandInput,
} from '@aws-sdk/client-s3';
import { type Operation, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import type { Buckets } from '../buckets';
import type { ObjectVersion } from '../model';

interface Page {
  readonly keys: string[];
  readonly prefixes: string[];
  /** The last key or common prefix of the page, when there is more. */
  readonly next?: string;
}

/** One page of keys after `after`; those that share a prefix up to the delimiter count as one. */
function page(
  keys: readonly string[],
  prefix: string,
  delimiter: string | undefined,
  after: string,
  limit: number,
): Page {
  const found: string[] = [];
  const prefixes: string[] = [];
  let last = '';
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const entry = at >= 0 ? key.slice(0, at + (delimiter as string).length) : key;
    if (after && Buffer.compare(Buffer.from(entry), Buffer.from(after)) <= 0) continue;
    if (entry === prefixes.at(-1)) continue;
    if (found.length + prefixes.length === limit) return { keys: found, prefixes, next: last };
    if (at >= 0) prefixes.push(entry);
    else found.push(key);
    last = entry;
  }
  return { keys: found, prefixes };
}

export function listingOperations(buckets: Buckets): Readonly<Record<string, Operation>> {
  const current = (name: string) => {
    const bucket = buckets.get(name);
    return { bucket, keys: bucket.keys().filter((key) => !bucket.history(key)[0]?.deleteMarker) };
  };
  const coder = (encoding: string | undefined) => (text: string) =>
    encoding === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
  const summary = (version: ObjectVersion, encode: (text: string) => string) => ({
    Key: encode(version.key),
    Size: version.size,
    ETag: `"${version.etag}"`,
    LastModified: new Date(version.lastModified),
    StorageClass: 'STANDARD' as const,
  });
  const contents = (bucket: Bucket, { keys, prefixes }: Page, encode: (text: string) => string) => ({
    Contents: keys.map((key) => summary(bucket.history(key)[0] as ObjectVersion, encode)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  });
  const limitOf = (asked: number | undefined) => Math.min(asked ?? 1000, 1000);

  function listV2(input: ListObjectsV2CommandInput) {
    const { bucket, keys } = current(input.Bucket as string);
    const { Prefix = '', Delimiter, StartAfter = '', ContinuationToken, EncodingType } = input;
    const limit = limitOf(input.MaxKeys);
    const after = ContinuationToken ? Buffer.from(ContinuationToken, 'base64url').toString() : StartAfter;
    if (ContinuationToken !== undefined && !after) {
      throw new ServiceError('InvalidArgument', 'The continuation token provided is incorrect');
    }
    const found = limit > 0 ? page(keys, Prefix, Delimiter, after, limit) : { keys: [], prefixes: [] };
    const encode = coder(EncodingType);
    return {
      Name: input.Bucket,
      Prefix: encode(Prefix),
      Delimiter,
      EncodingType,
      StartAfter: StartAfter || undefined,
      ContinuationToken,
      MaxKeys: limit,
      KeyCount: found.keys.length + found.prefixes.length,
      IsTruncated: found.next !== undefined,
      ...(found.next !== undefined && { NextContinuationToken: Buffer.from(found.next).toString('base64url') }),
      ...contents(bucket, found, encode),
    };
  }

  function listV1(input: ListObjectsCommandInput) {
    const { bucket, keys } = current(input.Bucket as string);
    const { Prefix = '', Delimiter, Marker = '', EncodingType } = input;
    const limit = limitOf(input.MaxKeys);
    const found = page(keys, Prefix, Delimiter, Marker, limit);
    const encode = coder(EncodingType);
    return {
      Name: input.Bucket,
      Prefix: encode(Prefix),
      Delimiter,
      EncodingType,
      Marker: encode(Marker),
      MaxKeys: limit,
      IsTruncated: found.next !== undefined,
      ...(found.next !== undefined && { NextMarker: encode(found.next) }),
      ...contents(bucket, found, encode),
    };
  }

  function listVersions(input: ListObjectVersionsCommandInput) {
    const bucket = buckets.get(input.Bucket as string);
    const { Prefix = '', Delimiter, KeyMarker = '', EncodingType } = input;
    const limit = limitOf(input.MaxKeys);
    // Whole keys a page: a key's versions are never divided, so a marker is a key.
    const found = page(bucket.keys(), Prefix, Delimiter, KeyMarker, limit);
    const encode = coder(EncodingType);
    const rows = found.keys.flatMap((key) =>
      bucket.history(key).map((version, index) => ({
        ...summary(version, encode),
        VersionId: version.versionId,
        IsLatest: index === 0,
        marker: version.deleteMarker === true,
      })),
    );
    return {
      Name: input.Bucket,
      Prefix: encode(Prefix),
      Delimiter,
      EncodingType,
      KeyMarker: encode(KeyMarker),
      MaxKeys: limit,
      IsTruncated: found.next !== undefined,
      ...(found.next !== undefined && { NextKeyMarker: encode(found.next) }),
      Versions: rows.filter(({ marker }) => !marker),
      DeleteMarkers: rows.filter(({ marker }) => marker),
      CommonPrefixes: found.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    };
  }

  return { ListObjectsV2: listV2, ListObjects: listV1, ListObjectVersions: listVersions };
}
