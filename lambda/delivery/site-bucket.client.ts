import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isNamed } from '../shared/errors';
import type { SiteBucket } from './publish-site';

/** The web bucket in S3. */
export function siteBucket(client: S3Client): SiteBucket {
  async function remove(Bucket: string, Objects: ObjectIdentifier[]): Promise<void> {
    if (Objects.length === 0) return;
    const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    const [first] = Errors ?? [];
    if (first) throw new Error(`${first.Key} could not be removed: ${first.Code} ${first.Message}`);
  }

  return {
    async put(Bucket, { path, body }, ContentType, CacheControl) {
      await client.send(new PutObjectCommand({ Bucket, Key: path, Body: body, ContentType, CacheControl }));
    },

    async keys(Bucket) {
      const keys: string[] = [];
      for await (const { Contents } of paginateListObjectsV2({ client }, { Bucket })) {
        keys.push(...(Contents ?? []).map((object) => object.Key ?? ''));
      }
      return keys;
    },

    async remove(bucket, keys) {
      // DeleteObjects takes a thousand at a time.
      for (let start = 0; start < keys.length; start += 1_000) {
        const batch = keys.slice(start, start + 1_000).map((Key) => ({ Key }));
        await remove(bucket, batch);
      }
    },

    async empty(Bucket) {
      try {
        for (;;) {
          // What was listed is removed before the next look, so the first page is always the next one.
          const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket }));
          const all = [...(Versions ?? []), ...(DeleteMarkers ?? [])];
          if (all.length === 0) return;
          await remove(
            Bucket,
            all.map(({ Key, VersionId }) => ({ Key, VersionId })),
          );
        }
      } catch (error) {
        if (!isNamed(error, 'NoSuchBucket')) throw error;
      }
    },
  };
}
