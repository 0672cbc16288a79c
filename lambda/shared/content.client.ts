import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { contentTypeOf } from './content-layout';
import { isNamed } from './errors';

/** Keys hold a version, or a run that is their own, so whoever has an object may keep it for a year. */
const cacheControl = 'public, max-age=31536000, immutable';

/** Texts in the content bucket. */
export class ContentTexts {
  constructor(
    protected readonly client: S3Client,
    protected readonly bucket: string,
  ) {}

  /** Throws `NoSuchKey` when there is no such object. */
  async read(key: string): Promise<string> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    if (!Body) throw new Error(`${key} has no body`);
    return Body.transformToString();
  }

  async write(key: string, text: string): Promise<void> {
    await this.client.send(this.put(key, text));
  }

  /** Writes it, unless the key exists: then it is left as it is, and the answer is false. */
  async create(key: string, content: string | Uint8Array): Promise<boolean> {
    try {
      await this.client.send(this.put(key, content, '*'));
      return true;
    } catch (error) {
      // 409 when another conditional write of the same key is under way.
      if (isNamed(error, 'PreconditionFailed', 'ConditionalRequestConflict')) return false;
      throw error;
    }
  }

  private put(key: string, content: string | Uint8Array, ifNoneMatch?: '*'): PutObjectCommand {
    return new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      Body: content,
      ContentType: contentTypeOf(key),
      CacheControl: cacheControl,
      IfNoneMatch: ifNoneMatch,
    });
  }
}
