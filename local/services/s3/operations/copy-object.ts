import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import { algorithmOf, checksumMembers } from '../checksums';
import { encryptionMembers } from '../encryption';
import { type ObjectVersion, objectArn, type Tags, visibleVersion } from '../model';
import { receive } from '../receive';
import type { Storage } from '../storage';
import { checkWrite } from './conditions';
import { copySource, parseCopySource } from './copy-source';
import { attributesOf, checkObject, type ObjectInput, taggingOf } from './object-input';

/** The maximum number of bytes that one request can copy. Source: S3 user guide, "Copying objects". */
const maxCopyBytes = 5 * 1024 ** 3;

export function copyObject(storage: Storage): Operation<CopyObjectCommandInput> {
  return async (input, call) => {
    const bucket = storage.bucket(input, call);
    const key = input.Key as string;
    checkObject(input as ObjectInput);
    const from = copySource(storage, input, call);
    if (from.version.size > maxCopyBytes) {
      const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${maxCopyBytes}`;
      throw new ServiceError('InvalidRequest', message);
    }
    checkChanges(input, from, bucket);
    const encryption = storage.encryption.wanted(bucket.settings, input);
    storage.encryption.authorize(call.principal, bucket.settings, key, encryption, 'kms:GenerateDataKey');
    checkWrite(input, bucket.current(key));
    const tags = tagsFor(storage, input, from, call);
    const content = await contentOf(input, from, bucket);
    const version = await storage.add(
      bucket,
      {
        key,
        size: from.version.size,
        ...content,
        attributes:
          input.MetadataDirective === 'REPLACE'
            ? attributesOf(input as ObjectInput)
            : { ...from.version.attributes, ...attributesOf({ StorageClass: input.StorageClass }) },
        encryption,
        ...(tags && { tags }),
      },
      'CopyObject',
      call,
    );
    return {
      CopyObjectResult: {
        ETag: `"${version.etag}"`,
        LastModified: new Date(version.lastModified),
        ...checksumMembers(version.checksum),
        ...(version.checksum && { ChecksumType: version.checksum.type }),
      },
      VersionId: visibleVersion(version, bucket.settings),
      CopySourceVersionId: visibleVersion(from.version, from.bucket.settings),
      ...encryptionMembers(encryption),
    };
  };
}

interface Source {
  readonly bucket: Bucket;
  readonly version: ObjectVersion;
}

/** Throws `InvalidRequest` for a copy of an object onto itself without changes. */
function checkChanges(input: CopyObjectCommandInput, from: Source, bucket: Bucket): void {
  const changes = [input.StorageClass, input.ServerSideEncryption, input.WebsiteRedirectLocation];
  // Recorded: a copy that names a version, even the current one, is accepted (moto,
  // test_copy_object_in_place_with_versioning).
  const same =
    from.bucket === bucket &&
    from.version === bucket.current(input.Key as string) &&
    parseCopySource(input.CopySource).versionId === undefined;
  if (!same || input.MetadataDirective === 'REPLACE' || changes.some((change) => change !== undefined)) return;
  throw new ServiceError(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** Returns the copy's tags. A caller that keeps the source's tags must be allowed to read and write them. */
function tagsFor(storage: Storage, input: CopyObjectCommandInput, from: Source, call: Call): Tags | undefined {
  if (input.TaggingDirective === 'REPLACE') return taggingOf(input.Tagging);
  const { tags, key } = from.version;
  if (!tags) return undefined;
  const { name, region } = from.bucket.settings;
  storage.kernel.authorize(call.principal, region, [
    { action: 's3:GetObjectTagging', resource: objectArn(name, key) },
    { action: 's3:PutObjectTagging', resource: objectArn(input.Bucket as string, input.Key as string) },
  ]);
  return tags;
}

/**
 * Links the source's files, unless its bytes have to be read: for another checksum, or for an entity tag of one part.
 */
async function contentOf(input: CopyObjectCommandInput, { bucket: source, version }: Source, target: Bucket) {
  const { etag, checksum, pieces } = version;
  const asked = input.ChecksumAlgorithm && algorithmOf(input.ChecksumAlgorithm);
  const keepsChecksum = checksum?.type !== 'COMPOSITE' && (!asked || asked === checksum?.algorithm);
  if (!etag.includes('-') && keepsChecksum) {
    return { etag, pieces: source.files.share(pieces, target.files), ...(checksum && { checksum }) };
  }
  const body = { Body: source.files.read(pieces) };
  const copied = await receive(target.files, body, undefined, asked ?? checksum?.algorithm);
  return {
    etag: copied.md5,
    pieces: [{ file: copied.file, size: copied.size }],
    ...(copied.checksum && { checksum: { ...copied.checksum, type: 'FULL_OBJECT' as const } }),
  };
}
