import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../shared/errors';
import { log } from '../shared/log';

export interface BucketCopy {
  readonly client: S3Client;
  readonly bucket: string;
}

/** Texts of a bucket and of its replica. */
export class ReplicatedTexts {
  constructor(
    private readonly primary: BucketCopy,
    private readonly replica: BucketCopy,
  ) {}

  /**
   * Reads from the bucket, and from the replica when the bucket fails or has no such object, as the distribution's
   * origin group does. Returns `undefined` when neither has the object.
   */
  async read(key: string): Promise<string | undefined> {
    try {
      const found = await readFrom(this.primary, key);
      if (found !== undefined) return found;
    } catch (error) {
      log.warn('The content bucket failed; reading its replica', { error, key });
    }
    return readFrom(this.replica, key);
  }
}

async function readFrom({ client, bucket }: BucketCopy, Key: string): Promise<string | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return await Body?.transformToString();
  } catch (error) {
    // S3 reports a missing object as forbidden to callers that may not list the bucket; this function may list both.
    if (isNamed(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}
