import type { UploadPartCommandInput, UploadPartCopyCommandInput } from '@aws-sdk/client-s3';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { checksumMembers } from '../checksums';
import { encryptionMembers } from '../encryption';
import { visibleVersion } from '../model';
import { type BodyInput, type Received, receive } from '../receive';
import type { Storage } from '../storage';
import { copyRange } from './conditions';
import { copySource } from './copy-source';
import { findUpload, type UploadInput } from './upload';

/** Source: S3 user guide, "Multipart upload limits". */
const maxParts = 10_000;

interface PartInput extends UploadInput {
  readonly PartNumber?: number;
}

/** Receives a part and adds it, unless the upload has ended in the meantime. */
async function storePart(storage: Storage, input: PartInput, call: Call, body: () => BodyInput, copied: boolean) {
  const { bucket, upload } = findUpload(storage, input, call);
  const number = input.PartNumber as number;
  if (!Number.isInteger(number) || number < 1 || number > maxParts) {
    const message = `Part number must be an integer between 1 and ${maxParts}, inclusive`;
    throw new ServiceError('InvalidArgument', message, 400, { ArgumentName: 'partNumber', ArgumentValue: number });
  }
  const { principal } = call;
  storage.encryption.authorize(principal, bucket.settings, upload.key, upload.encryption, 'kms:GenerateDataKey');
  // If the parts' checksums give the object's checksum, S3 computes those that the caller leaves out.
  const { algorithm, type } = upload.checksum ?? {};
  const fallback = copied || type === 'FULL_OBJECT' ? algorithm : undefined;
  const received = await receive(bucket.files, body(), copied ? undefined : call, fallback);
  try {
    if (algorithm && received.checksum?.algorithm !== algorithm) throw mismatch(algorithm, received);
    findUpload(storage, input, call);
  } catch (error) {
    bucket.files.drop([received.file]);
    throw error;
  }
  const { file, size, md5, checksum } = received;
  const part = { number, size, etag: md5, lastModified: storage.now(), file, ...(checksum && { checksum }) };
  bucket.write({ part, uploadId: upload.id });
  return { part, upload };
}

function mismatch(expected: string, { checksum }: Received): ServiceError {
  const actual = checksum?.algorithm.toLowerCase() ?? 'null';
  const message = `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual}`;
  return new ServiceError('InvalidRequest', message);
}

export function uploadPart(storage: Storage): Operation<UploadPartCommandInput> {
  return async (input, call) => {
    const { part, upload } = await storePart(storage, input, call, () => input, false);
    return { ETag: `"${part.etag}"`, ...checksumMembers(part.checksum), ...encryptionMembers(upload.encryption) };
  };
}

export function uploadPartCopy(storage: Storage): Operation<UploadPartCopyCommandInput> {
  return async (input, call) => {
    findUpload(storage, input, call);
    const from = copySource(storage, input, call);
    const range = copyRange(input.CopySourceRange, from.version.size);
    const body = () => ({ Body: from.bucket.files.read(from.version.pieces, range) });
    const { part, upload } = await storePart(storage, input, call, body, true);
    return {
      CopySourceVersionId: visibleVersion(from.version, from.bucket.settings),
      CopyPartResult: {
        ETag: `"${part.etag}"`,
        LastModified: new Date(part.lastModified),
        ...checksumMembers(part.checksum),
      },
      ...encryptionMembers(upload.encryption),
    };
  };
}
