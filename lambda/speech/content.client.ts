import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Content } from './caption-track';

const contentTypes: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  vtt: 'text/vtt; charset=utf-8',
  json: 'application/json',
};

/** A run's keys are its own, so whoever has one of its files may keep it for a year. */
const cacheControl = 'public, max-age=31536000, immutable';

/** Texts in the content bucket. */
export class SpeechContent implements Content {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async read(key: string): Promise<string> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    if (!Body) throw new Error(`${key} has no body`);
    return Body.transformToString();
  }

  async write(key: string, text: string): Promise<void> {
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: key,
        Body: text,
        ContentType: contentTypes[key.split('.').at(-1) ?? ''],
        CacheControl: cacheControl,
      }),
    );
  }
}
