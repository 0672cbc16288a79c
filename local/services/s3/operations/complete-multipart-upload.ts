import { createHash } from 'node:crypto';
import type { CompletedPart, CompleteMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { type Operation, ServiceError } from '../../../kernel/service';
import { checksumMember, checksumMembers, compositeChecksum, wholeChecksum } from '../checksums';
import { encryptionMembers } from '../encryption';
import { type Checksum, type ObjectVersion, type Part, type Upload, visibleVersion } from '../model';
import type { Storage } from '../storage';
import { type Conditions, checkWrite } from './conditions';
import { findUpload } from './upload';

/** Source: S3 user guide, "Multipart upload limits": bytes of all parts except the last, and of an object. */
const minPartBytes = 5 * 1024 ** 2;
const maxObjectBytes = 5 * 1024 ** 4;

export function completeMultipartUpload(storage: Storage): Operation<CompleteMultipartUploadCommandInput> {
  return async (input, call) => {
    const { bucket, upload, parts } = findUpload(storage, input, call);
    const chosen = chooseParts(input.MultipartUpload?.Parts ?? [], parts, upload);
    const size = chosen.reduce((sum, part) => sum + part.size, 0);
    if (size > maxObjectBytes) {
      const sizes = { ProposedSize: size, MaxSizeAllowed: maxObjectBytes };
      throw new ServiceError(
        'EntityTooLarge',
        'Your proposed upload exceeds the maximum allowed object size.',
        400,
        sizes,
      );
    }
    if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
      throw new ServiceError(
        'InvalidRequest',
        'The provided x-amz-mp-object-size does not match the size of the object',
      );
    }
    const checksum = checksumOf(upload, chosen);
    checkClaim(input, checksum);
    // S3 reads the parts to join them.
    storage.encryption.authorize(call.principal, bucket.settings, upload.key, upload.encryption, 'kms:Decrypt');
    checkWrite(input, bucket.current(upload.key));
    checkConflict(input, upload, bucket.current(upload.key));
    const digests = Buffer.concat(chosen.map(({ etag }) => Buffer.from(etag, 'hex')));
    const version = await storage.add(
      bucket,
      {
        key: upload.key,
        size,
        etag: `${createHash('md5').update(digests).digest('hex')}-${chosen.length}`,
        pieces: chosen.map((part) => ({
          file: part.file,
          size: part.size,
          ...(part.checksum && { checksum: part.checksum.value }),
        })),
        attributes: upload.attributes,
        encryption: upload.encryption,
        ...(upload.tags && { tags: upload.tags }),
        ...(checksum && { checksum }),
      },
      'CompleteMultipartUpload',
      call,
      [{ end: upload.id }],
    );
    const { name, region } = bucket.settings;
    return {
      Location: `https://${name}.s3.${region}.amazonaws.com/${encodeURIComponent(upload.key)}`,
      Bucket: name,
      Key: upload.key,
      ETag: `"${version.etag}"`,
      VersionId: visibleVersion(version, bucket.settings),
      ...checksumMembers(checksum),
      ...(checksum && { ChecksumType: checksum.type }),
      ...encryptionMembers(upload.encryption),
    };
  };
}

/**
 * Recorded: if the key was written or deleted after the upload began, a completion with a condition fails, even if the
 * condition is true. Throws `ConditionalRequestConflict`.
 */
function checkConflict({ IfMatch, IfNoneMatch }: Conditions, { key, replaces }: Upload, current?: ObjectVersion): void {
  if ((IfMatch === undefined && IfNoneMatch === undefined) || current?.sequencer === replaces) return;
  const message = 'The conditional request cannot succeed due to a conflicting operation against this resource.';
  const Condition = IfMatch === undefined ? 'If-None-Match' : 'If-Match';
  throw new ServiceError('ConditionalRequestConflict', message, 409, { Condition, Key: key });
}

/**
 * Returns the parts that the caller lists. Throws `MalformedXML`, `InvalidPartOrder`, `InvalidPart` and
 * `EntityTooSmall`.
 */
function chooseParts(wanted: readonly CompletedPart[], parts: ReadonlyMap<number, Part>, upload: Upload): Part[] {
  if (!wanted.length) throw new ServiceError('InvalidRequest', 'You must specify at least one part');
  const unordered = wanted.some(({ PartNumber = 0 }, index) => PartNumber <= (wanted[index - 1]?.PartNumber ?? 0));
  if (unordered) {
    const message =
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.';
    throw new ServiceError('InvalidPartOrder', message, 400, { UploadId: upload.id });
  }
  const chosen = wanted.map((completed) => choosePart(completed, parts, upload));
  const small = chosen.slice(0, -1).find(({ size }) => size < minPartBytes);
  if (small) {
    throw new ServiceError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
      ProposedSize: small.size,
      MinSizeAllowed: minPartBytes,
      PartNumber: small.number,
      ETag: small.etag,
    });
  }
  return chosen;
}

function choosePart(completed: CompletedPart, parts: ReadonlyMap<number, Part>, upload: Upload): Part {
  const { PartNumber = 0, ETag = '' } = completed;
  const part = parts.get(PartNumber);
  const { checksum } = upload;
  const claimed = checksum && completed[checksumMember(checksum.algorithm)];
  if (checksum?.type === 'COMPOSITE' && claimed === undefined) {
    const message = `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${PartNumber} in the request.`;
    throw new ServiceError('InvalidRequest', message);
  }
  if (part && part.etag === ETag.replaceAll('"', '') && (claimed ?? part.checksum?.value) === part.checksum?.value) {
    return part;
  }
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  throw new ServiceError('InvalidPart', message, 400, { UploadId: upload.id, PartNumber, ETag });
}

function checksumOf({ checksum }: Upload, parts: readonly Part[]): Checksum | undefined {
  if (!checksum) return undefined;
  const { algorithm, type } = checksum;
  const values = parts.map((part) => ({ value: part.checksum?.value ?? '', size: part.size }));
  const value =
    type === 'COMPOSITE'
      ? compositeChecksum(
          algorithm,
          values.map((part) => part.value),
        )
      : wholeChecksum(algorithm, values);
  return { algorithm, type, value };
}

/** Checks the caller's checksum of the whole object. Throws `InvalidRequest` and `BadDigest`. */
function checkClaim(input: CompleteMultipartUploadCommandInput, checksum: Checksum | undefined): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== checksum?.type) {
    const message = `The upload was created using the ${checksum?.type ?? 'null'} checksum mode. The complete request must use the same checksum mode.`;
    throw new ServiceError('InvalidRequest', message);
  }
  const claimed = checksum && input[checksumMember(checksum.algorithm)];
  if (claimed === undefined || claimed === checksum?.value || claimed === checksum?.value.split('-')[0]) return;
  const message = `The ${checksum?.algorithm.toLowerCase()} you specified did not match the calculated checksum.`;
  throw new ServiceError('BadDigest', message);
}
