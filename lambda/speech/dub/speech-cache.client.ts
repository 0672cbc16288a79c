import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../../shared/errors';
import type { SpeechCache } from './speakers';

/** The cache of synthesized speech, in the content bucket. */
export class SpeechBucket implements SpeechCache {
  /** @param folder ends with a slash */
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly folder: string,
  ) {}

  async get(name: string): Promise<Buffer | undefined> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: this.key(name) }));
      const bytes = await Body?.transformToByteArray();
      return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      if (isNamed(error, 'NoSuchKey', 'NotFound')) return undefined;
      throw error;
    }
  }

  async put(name: string, pcm: Buffer): Promise<void> {
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: this.key(name),
        Body: pcm,
        ContentType: 'audio/L16; rate=16000',
      }),
    );
  }

  private key(name: string): string {
    return `${this.folder}${name}.pcm`;
  }
}
