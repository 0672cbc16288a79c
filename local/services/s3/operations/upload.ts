import { type Call, ServiceError } from '../../../kernel/service';
import type { Bucket } from '../bucket';
import type { Part, Upload } from '../model';
import type { BucketInput, Storage } from '../storage';

export interface UploadInput extends BucketInput {
  readonly Key?: string;
  readonly UploadId?: string;
}

interface Found {
  readonly bucket: Bucket;
  readonly upload: Upload;
  readonly parts: ReadonlyMap<number, Part>;
}

/** Returns the upload of a request. Throws `NoSuchUpload` if it does not exist, or no longer exists. */
export function findUpload(storage: Storage, input: UploadInput, call: Call): Found {
  const bucket = storage.bucket(input, call);
  const found = bucket.upload(input.UploadId ?? '');
  if (found && found.upload.key === input.Key) return { bucket, ...found };
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  throw new ServiceError('NoSuchUpload', message, 404, { UploadId: input.UploadId });
}
