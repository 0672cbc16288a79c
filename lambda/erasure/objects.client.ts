import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isNamed } from '../shared/errors';
import type { Target } from './erasure';
import type { Erased, Store } from './stores';

/**
 * Objects below a prefix of one bucket, in all versions with their delete markers, and uploads in progress. S3 does not
 * replicate the deletion of a version, so each region's bucket is a store of its own.
 */
export class VersionedObjects implements Store {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly prefixOf: (target: Target) => string,
  ) {}

  async erase(target: Target, isOver: () => boolean): Promise<Erased> {
    const Prefix = this.prefixOf(target);
    let removed = await this.abortUploads(Prefix);
    for (;;) {
      const versions = await this.versions(Prefix);
      if (versions.length === 0) return { removed, isComplete: true };
      if (isOver()) return { removed, isComplete: false };
      await this.remove(versions);
      removed += versions.length;
    }
  }

  async search(target: Target): Promise<number> {
    const Prefix = this.prefixOf(target);
    const [versions, uploads] = await Promise.all([this.versions(Prefix), this.uploads(Prefix)]);
    return versions.length + uploads.length;
  }

  /** The first 1000, S3's maximum for one list and for one removal. */
  private async versions(Prefix: string): Promise<ObjectIdentifier[]> {
    const { Versions = [], DeleteMarkers = [] } = await this.client.send(
      new ListObjectVersionsCommand({ Bucket: this.bucket, Prefix }),
    );
    return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  }

  private async remove(Objects: ObjectIdentifier[]): Promise<void> {
    const { Errors = [] } = await this.client.send(
      new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } }),
    );
    const [first] = Errors;
    if (!first) return;
    // The response of a removal that was refused in part has the status 200. The SDK's retries need an error.
    const error = new Error(`S3 did not delete ${Errors.length} of ${Objects.length} objects: ${first.Message}`);
    error.name = first.Code ?? 'InternalError';
    throw error;
  }

  private async uploads(Prefix: string) {
    const { Uploads = [] } = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix }));
    return Uploads;
  }

  private async abortUploads(Prefix: string): Promise<number> {
    const uploads = await this.uploads(Prefix);
    for (const { Key, UploadId } of uploads) {
      try {
        await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId }));
      } catch (error) {
        if (!isNamed(error, 'NoSuchUpload')) throw error;
      }
    }
    return uploads.length;
  }
}
