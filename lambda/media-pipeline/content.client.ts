import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../shared/errors';
import type { Folder } from './manifests/read-encoding';
import type { Content } from './publish';

const contentTypes: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
};

/** A key is never written twice, so whoever has it may keep it for a year. */
const cacheControl = 'public, max-age=31536000, immutable';

export class ContentBucket implements Content {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async folder(prefix: string): Promise<Folder> {
    const sizes = new Map<string, number>();
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client: this.client },
      { Bucket: this.bucket, Prefix: prefix },
    )) {
      for (const { Key = '', Size = 0 } of Contents) sizes.set(Key.slice(prefix.length), Size);
    }
    return { sizes, read: (name) => this.read(`${prefix}${name}`) };
  }

  async create(key: string, text: string): Promise<boolean> {
    try {
      await this.client.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: key,
          Body: text,
          ContentType: contentTypes[key.split('.').at(-1) ?? ''],
          CacheControl: cacheControl,
          IfNoneMatch: '*',
        }),
      );
      return true;
    } catch (error) {
      // 409 when another conditional write of the same key is under way.
      if (isNamed(error, 'PreconditionFailed', 'ConditionalRequestConflict')) return false;
      throw error;
    }
  }

  private async read(key: string): Promise<string> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    if (!Body) throw new Error(`${key} has no body`);
    return Body.transformToString();
  }
}
