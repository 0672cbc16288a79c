import { randomBytes } from 'node:crypto';
import type {
  AbortMultipartUploadCommandInput,
  CreateMultipartUploadCommandInput,
  ListPartsCommandInput,
} from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { algorithmOf, checksumMembers, combines } from '../checksums';
import { encryptionMembers } from '../encryption';
import type { Upload } from '../model';
import type { Storage } from '../storage';
import { completeMultipartUpload } from './complete-multipart-upload';
import { listMultipartUploads } from './list-multipart-uploads';
import { attributesOf, checkObject, type ObjectInput, taggingOf } from './object-input';
import { findUpload } from './upload';
import { uploadPart, uploadPartCopy } from './upload-part';
import { limitOf, take } from './walk';

export function multipartOperations(storage: Storage): Readonly<Record<string, Operation>> {
  return {
    CreateMultipartUpload(input: CreateMultipartUploadCommandInput, call: Call) {
      const bucket = storage.bucket(input, call);
      const key = input.Key as string;
      checkObject(input as ObjectInput);
      const encryption = storage.encryption.wanted(bucket.settings, input);
      storage.encryption.authorize(call.principal, bucket.settings, key, encryption, 'kms:GenerateDataKey');
      const tags = taggingOf(input.Tagging);
      const checksum = checksumOf(input);
      const upload: Upload = {
        id: randomBytes(48).toString('base64url'),
        key,
        initiated: storage.now(),
        attributes: attributesOf(input as ObjectInput),
        encryption,
        replaces: bucket.current(key)?.sequencer,
        ...(tags && { tags }),
        ...(checksum && { checksum }),
      };
      bucket.write({ upload });
      return {
        Bucket: input.Bucket,
        Key: key,
        UploadId: upload.id,
        ChecksumAlgorithm: checksum?.algorithm,
        ChecksumType: checksum?.type,
        ...encryptionMembers(encryption),
      };
    },

    UploadPart: uploadPart(storage),
    UploadPartCopy: uploadPartCopy(storage),
    CompleteMultipartUpload: completeMultipartUpload(storage),
    ListMultipartUploads: listMultipartUploads(storage),

    AbortMultipartUpload(input: AbortMultipartUploadCommandInput, call: Call) {
      const { bucket, upload } = findUpload(storage, input, call);
      bucket.write({ end: upload.id });
      return {};
    },

    ListParts(input: ListPartsCommandInput, call: Call) {
      const { upload, parts } = findUpload(storage, input, call);
      const marker = markerOf(input.PartNumberMarker);
      const limit = limitOf(input.MaxParts, 'max-parts');
      const after = [...parts.values()].filter(({ number }) => number > marker).sort((a, b) => a.number - b.number);
      const { page, more } = take(after, limit);
      const owner = { ID: storage.kernel.accountId };
      return {
        Bucket: input.Bucket,
        Key: upload.key,
        UploadId: upload.id,
        PartNumberMarker: String(marker),
        NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
        MaxParts: limit,
        IsTruncated: more,
        Initiator: owner,
        Owner: owner,
        StorageClass: upload.attributes.StorageClass ?? 'STANDARD',
        ChecksumAlgorithm: upload.checksum?.algorithm,
        ChecksumType: upload.checksum?.type,
        Parts: page.map(({ number, size, etag, lastModified, checksum }) => ({
          PartNumber: number,
          Size: size,
          ETag: `"${etag}"`,
          LastModified: new Date(lastModified),
          ...checksumMembers(checksum),
        })),
      };
    },
  };
}

function markerOf(marker: string | undefined): number {
  const number = Number(marker ?? 0);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new ServiceError('InvalidArgument', 'Provided part-number-marker is not an integer', 400, {
    ArgumentName: 'part-number-marker',
    ArgumentValue: marker,
  });
}

/**
 * Source: S3 user guide, "Checking object integrity": SHA is only for composite checksums, CRC-64 only for those of
 * whole objects.
 */
function checksumOf({ ChecksumAlgorithm, ChecksumType }: CreateMultipartUploadCommandInput): Upload['checksum'] {
  if (!ChecksumAlgorithm) {
    if (ChecksumType) {
      throw new ServiceError(
        'InvalidRequest',
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      );
    }
    return undefined;
  }
  const algorithm = algorithmOf(ChecksumAlgorithm);
  const type = ChecksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const known = type === 'FULL_OBJECT' ? combines(algorithm) : algorithm !== 'CRC64NVME';
  if (!known) {
    const message = `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`;
    throw new ServiceError('InvalidRequest', message);
  }
  return { algorithm, type };
}
