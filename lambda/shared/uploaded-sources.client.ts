import {
  AbortMultipartUploadCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { sourceKey } from './assets';
import { isNamed } from './errors';

/** Sources in the uploads bucket. */
export class UploadedSources {
  constructor(
    protected readonly client: S3Client,
    protected readonly bucket: string,
  ) {}

  /** The metadata of a source; `undefined` if its upload was not completed. */
  async head(id: string): Promise<HeadObjectCommandOutput | undefined> {
    try {
      return await this.client.send(new HeadObjectCommand(this.at(id)));
    } catch (error) {
      // A response to HEAD has no body, so the error's name depends on the SDK. S3 reports a missing object as
      // forbidden to callers that may not list the bucket; functions with this adapter may.
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
      throw error;
    }
  }

  async abort(id: string, UploadId: string): Promise<void> {
    try {
      await this.client.send(new AbortMultipartUploadCommand({ ...this.at(id), UploadId }));
    } catch (error) {
      if (!isNamed(error, 'NoSuchUpload')) throw error;
    }
  }

  protected at(id: string) {
    return { Bucket: this.bucket, Key: sourceKey(id) };
  }
}
