import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { contentTypeOf } from './content-layout';
import { isNamed } from './errors';

/** Keys contain a version or a run, so an object never changes and can be cached for a year. */
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

  /** Writes the object unless the key exists. Returns false if it does. */
  async create(key: string, content: string | Uint8Array): Promise<boolean> {
    try {
      await this.client.send(this.put(key, content, '*'));
      return true;
    } catch (error) {
      // S3 responds with 409 while another conditional write of the same key is in progress.
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
