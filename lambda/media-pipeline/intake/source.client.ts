import { DeleteObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Source } from '../../shared/assets';
import { log } from '../../shared/log';
import type { ReadRange } from './marks';

/** Reads ranges of this version of a source. A range that begins behind its end is empty. */
export function rangesOf(
  client: S3Client,
  { bucket, key, versionId, size }: Omit<Source, 'versionId'> & Partial<Source>,
): ReadRange {
  return async (offset, length) => {
    if (offset >= size || length <= 0) return new Uint8Array();
    const Range = `bytes=${offset}-${Math.min(offset + length, size) - 1}`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, Range }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  };
}

/** Deletes this version of a source. Never throws: the film is refused in any case. */
export async function removeSource(client: S3Client, { bucket, key, versionId, size }: Source): Promise<void> {
  try {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    log.info('removed a source', { key, versionId, size });
  } catch (error) {
    log.warn('A source that is refused could not be removed', { error, key, versionId, size });
  }
}
