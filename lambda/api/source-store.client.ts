import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { sourceKey } from '../shared/assets';
import { isNamed } from '../shared/errors';
import type { SourceStore, StoredPart } from './uploads';

/**
 * Sources in the uploads bucket. The client must be made with `requestChecksumCalculation: 'WHEN_REQUIRED'`: else the
 * SDK signs the checksum of an empty body into the URLs, and no part would fit it.
 */
export function sourceStore(client: S3Client, bucket: string): SourceStore {
  const at = (id: string) => ({ Bucket: bucket, Key: sourceKey(id) });

  async function* pages(id: string, UploadId: string, after: number) {
    let marker = String(after);
    for (;;) {
      const page = await client.send(new ListPartsCommand({ ...at(id), UploadId, PartNumberMarker: marker }));
      yield (page.Parts ?? []).map(
        (part): StoredPart => ({ number: part.PartNumber ?? 0, size: part.Size ?? 0, etag: part.ETag ?? '' }),
      );
      if (!page.IsTruncated || !page.NextPartNumberMarker) return;
      marker = page.NextPartNumberMarker;
    }
  }

  return {
    async begin(id, contentType) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...at(id), ContentType: contentType }));
      if (!UploadId) throw new Error('S3 gave no upload id');
      return UploadId;
    },

    partUrl: (id, UploadId, PartNumber, expiresIn) =>
      getSignedUrl(client, new UploadPartCommand({ ...at(id), UploadId, PartNumber }), { expiresIn }),

    async parts(id, uploadId, from, to) {
      const found: StoredPart[] = [];
      try {
        for await (const page of pages(id, uploadId, from - 1)) {
          found.push(...page.filter((part) => part.number <= to));
          if ((page.at(-1)?.number ?? 0) >= to) break;
        }
        return found;
      } catch (error) {
        if (isNamed(error, 'NoSuchUpload')) return undefined;
        throw error;
      }
    },

    async complete(id, UploadId, parts) {
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      try {
        // An asset's source is written once: a second object under the key would be a second film.
        await client.send(
          new CompleteMultipartUploadCommand({ ...at(id), UploadId, MultipartUpload: { Parts }, IfNoneMatch: '*' }),
        );
        return true;
      } catch (error) {
        if (isNamed(error, 'NoSuchUpload', 'PreconditionFailed', 'ConditionalRequestConflict')) return false;
        throw error;
      }
    },

    async abort(id, UploadId) {
      try {
        await client.send(new AbortMultipartUploadCommand({ ...at(id), UploadId }));
      } catch (error) {
        if (!isNamed(error, 'NoSuchUpload')) throw error;
      }
    },

    async size(id) {
      try {
        return (await client.send(new HeadObjectCommand(at(id)))).ContentLength ?? 0;
      } catch (error) {
        // The answer to HEAD has no body, so that the error's name depends on the SDK. The function may list the bucket:
        // to others, S3 reports a missing object as forbidden.
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
        throw error;
      }
    },
  };
}
