import type { PutObjectCommandInput, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Operation } from '../../../kernel/service';
import { checksumMembers } from '../checksums';
import { encryptionMembers } from '../encryption';
import type { BucketSettings } from '../model';
import { receive } from '../receive';
import type { Storage } from '../storage';
import { checkWrite } from './conditions';
import { attributesOf, checkObject, type ObjectInput, taggingOf } from './object-input';

type Output = Omit<PutObjectCommandOutput, '$metadata'>;

export function putObject(storage: Storage): Operation<PutObjectCommandInput, Output> {
  return async (input, call) => {
    const bucket = storage.bucket(input, call);
    const key = input.Key as string;
    checkObject(input as ObjectInput);
    const attributes = attributesOf(input as ObjectInput);
    const tags = taggingOf(input.Tagging);
    const encryption = storage.encryption.wanted(bucket.settings, input);
    storage.encryption.authorize(call.principal, bucket.settings, key, encryption, 'kms:GenerateDataKey');
    checkWrite(input, bucket.current(key));
    const { file, size, md5, checksum } = await receive(bucket.files, input, call);
    try {
      // Another request may have written the key while this body was read.
      checkWrite(input, bucket.current(key));
    } catch (error) {
      bucket.files.drop([file]);
      throw error;
    }
    const version = await storage.add(
      bucket,
      {
        key,
        size,
        etag: md5,
        pieces: [{ file, size }],
        attributes,
        encryption,
        ...(checksum && { checksum: { ...checksum, type: 'FULL_OBJECT' } }),
        ...(tags && { tags }),
      },
      'PutObject',
      call,
    );
    countPut(storage, bucket.settings, key);
    return {
      ETag: `"${version.etag}"`,
      // Recorded: a put into a bucket with suspended versioning returns no version id, although reads do.
      VersionId: version.versionId === 'null' ? undefined : version.versionId,
      ...checksumMembers(checksum),
      ...(checksum && { ChecksumType: 'FULL_OBJECT' }),
      ...encryptionMembers(encryption),
    };
  };
}

/** Parts of uploads and copies are not counted, which AWS counts too. */
function countPut({ kernel }: Storage, { name: BucketName, region, metrics = [] }: BucketSettings, key: string): void {
  for (const { id: FilterId, prefix } of metrics) {
    if (!key.startsWith(prefix)) continue;
    const dimensions = { BucketName, FilterId };
    kernel.measure({ region, namespace: 'AWS/S3 requests', dimensions, values: { PutRequests: 1 } });
  }
}
