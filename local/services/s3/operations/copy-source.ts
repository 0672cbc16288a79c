import { type Call, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import type { ObjectVersion } from '../model';
import type { Storage } from '../storage';
import { checkSource } from './conditions';

/** The members of requests that copy. */
export interface CopyInput {
  readonly CopySource?: string;
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: Date;
  readonly CopySourceIfUnmodifiedSince?: Date;
  readonly ExpectedSourceBucketOwner?: string;
}

/** Splits `/bucket/key?versionId=…`, which is percent-encoded. Throws `InvalidArgument`. */
export function parseCopySource(source = ''): { bucket: string; key: string; versionId?: string } {
  const [path = '', versionId] = source.split('?versionId=');
  try {
    const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path)) ?? [];
    if (bucket && key) return { bucket, key, ...(versionId && { versionId }) };
  } catch {
    // The percent-encoding is malformed.
  }
  throw new ServiceError(
    'InvalidArgument',
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    400,
    {
      ArgumentName: 'x-amz-copy-source',
      ArgumentValue: source,
    },
  );
}

/**
 * Returns the version to copy, if the caller may read it and its conditions are true. The source may be in any region.
 */
export function copySource(storage: Storage, input: CopyInput, call: Call): { bucket: Bucket; version: ObjectVersion } {
  const { bucket: name, key, versionId } = parseCopySource(input.CopySource);
  const owner = { Bucket: name, ExpectedBucketOwner: input.ExpectedSourceBucketOwner };
  const bucket = storage.bucket(owner, { ...call, region: storage.buckets.get(name).settings.region });
  const version = storage.version(bucket, key, versionId, call);
  storage.encryption.authorize(call.principal, bucket.settings, key, version.encryption, 'kms:Decrypt');
  const conditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  checkSource(conditions, version);
  return { bucket, version };
}
