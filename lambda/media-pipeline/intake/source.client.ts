import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Source } from '../../shared/assets';
import { log } from '../../shared/log';

/** Deletes this version of a source. Never throws: the film is refused in any case. */
export async function removeSource(client: S3Client, { bucket, key, versionId, size }: Source): Promise<void> {
  try {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    log.info('removed a source', { key, versionId, size });
  } catch (error) {
    log.warn('A source that is refused could not be removed', { error, key, versionId, size });
  }
}
