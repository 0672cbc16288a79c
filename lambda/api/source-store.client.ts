import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { isNamed } from '../shared/errors';
import { UploadedSources } from '../shared/uploaded-sources.client';
import type { SourceStore, StoredPart } from './uploads';

/**
 * Sources in the uploads bucket. Create the client with `requestChecksumCalculation: 'WHEN_REQUIRED'`: otherwise the
 * SDK signs the checksum of an empty body into the URLs, and S3 refuses every part.
 */
export class UploadsBucket extends UploadedSources implements SourceStore {
  async begin(id: string, ContentType: string): Promise<string> {
    const { UploadId } = await this.client.send(new CreateMultipartUploadCommand({ ...this.at(id), ContentType }));
    if (!UploadId) throw new Error('S3 did not return an upload id');
    return UploadId;
  }

  partUrl(id: string, UploadId: string, { number, size }: { number: number; size: number }, expiresIn: number) {
    // The length is a signed header, so S3 refuses a request with any other.
    const command = new UploadPartCommand({ ...this.at(id), UploadId, PartNumber: number, ContentLength: size });
    return getSignedUrl(this.client, command, { expiresIn, signableHeaders: new Set(['content-length', 'host']) });
  }

  async parts(id: string, uploadId: string, from: number, to: number): Promise<StoredPart[] | undefined> {
    const found: StoredPart[] = [];
    try {
      for await (const page of this.pages(id, uploadId, from - 1)) {
        found.push(...page.filter((part) => part.number <= to));
        if ((page.at(-1)?.number ?? 0) >= to) break;
      }
      return found;
    } catch (error) {
      if (isNamed(error, 'NoSuchUpload')) return undefined;
      throw error;
    }
  }

  async complete(id: string, UploadId: string, parts: readonly StoredPart[]): Promise<boolean> {
    const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    try {
      // An asset's source is written once: a second object under the key would be a second film.
      await this.client.send(
        new CompleteMultipartUploadCommand({
          ...this.at(id),
          UploadId,
          MultipartUpload: { Parts },
          IfNoneMatch: '*',
        }),
      );
      return true;
    } catch (error) {
      if (isNamed(error, 'NoSuchUpload', 'PreconditionFailed', 'ConditionalRequestConflict')) return false;
      throw error;
    }
  }

  async size(id: string): Promise<number | undefined> {
    const found = await this.head(id);
    return found && (found.ContentLength ?? 0);
  }

  private async *pages(id: string, UploadId: string, after: number): AsyncGenerator<StoredPart[]> {
    let marker = String(after);
    for (;;) {
      const page = await this.client.send(new ListPartsCommand({ ...this.at(id), UploadId, PartNumberMarker: marker }));
      yield (page.Parts ?? []).map((part) => ({
        number: part.PartNumber ?? 0,
        size: part.Size ?? 0,
        etag: part.ETag ?? '',
      }));
      if (!page.IsTruncated || !page.NextPartNumberMarker) return;
      marker = page.NextPartNumberMarker;
    }
  }
}
