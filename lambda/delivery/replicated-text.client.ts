import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../shared/errors';
import { log } from '../shared/log';

export interface Copy {
  readonly client: S3Client;
  readonly bucket: string;
}

/**
 * Reads texts from a bucket, and from its replica when the bucket fails or refuses, as the distribution's origin group
 * does. `undefined` for what neither has.
 */
export function replicatedText(primary: Copy, replica: Copy) {
  return async (key: string): Promise<string | undefined> => {
    try {
      const found = await read(primary, key);
      if (found !== undefined) return found;
    } catch (error) {
      log.warn('The content bucket fails; its replica is read', { error, key });
    }
    return read(replica, key);
  };
}

async function read({ client, bucket }: Copy, Key: string): Promise<string | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return await Body?.transformToString();
  } catch (error) {
    // The function may list both buckets: to others, S3 reports a missing object as forbidden.
    if (isNamed(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}
