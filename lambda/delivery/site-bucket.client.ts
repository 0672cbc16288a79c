import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isNamed } from '../shared/errors';
import type { SiteBucket, SiteFile } from './publish-site';

/** Maximum of objects in one DeleteObjects request. */
const deleteBatch = 1_000;

/** The page's bucket in S3. */
export class S3SiteBucket implements SiteBucket {
  constructor(private readonly client: S3Client) {}

  async put(Bucket: string, { path, body }: SiteFile, ContentType: string, CacheControl: string): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket, Key: path, Body: body, ContentType, CacheControl }));
  }

  async keys(Bucket: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { Contents } of paginateListObjectsV2({ client: this.client }, { Bucket })) {
      keys.push(...(Contents ?? []).map((object) => object.Key ?? ''));
    }
    return keys;
  }

  async remove(bucket: string, keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += deleteBatch) {
      await this.removeObjects(
        bucket,
        keys.slice(start, start + deleteBatch).map((Key) => ({ Key })),
      );
    }
  }

  async empty(Bucket: string): Promise<void> {
    try {
      for (;;) {
        // The listed versions are removed before the next request, so the first page is always the next one.
        const { Versions, DeleteMarkers } = await this.client.send(new ListObjectVersionsCommand({ Bucket }));
        const all = [...(Versions ?? []), ...(DeleteMarkers ?? [])];
        if (all.length === 0) return;
        await this.removeObjects(
          Bucket,
          all.map(({ Key, VersionId }) => ({ Key, VersionId })),
        );
      }
    } catch (error) {
      if (!isNamed(error, 'NoSuchBucket')) throw error;
    }
  }

  private async removeObjects(Bucket: string, Objects: ObjectIdentifier[]): Promise<void> {
    if (Objects.length === 0) return;
    const { Errors } = await this.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    const [first] = Errors ?? [];
    if (first) throw new Error(`${first.Key} could not be removed: ${first.Code} ${first.Message}`);
  }
}
