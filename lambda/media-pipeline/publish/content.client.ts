import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { ContentTexts } from '../../shared/content.client';
import type { Folder } from './manifests/read-encoding';
import type { Content } from './publish';

/** The content bucket, with the files of its folders. */
export class ContentBucket extends ContentTexts implements Content {
  async folder(prefix: string): Promise<Folder> {
    const sizes = new Map<string, number>();
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages) {
      for (const { Key = '', Size = 0 } of Contents) sizes.set(Key.slice(prefix.length), Size);
    }
    return {
      sizes,
      read: (name) => this.read(`${prefix}${name}`),
      head: (name, bytes) => this.head(`${prefix}${name}`, bytes),
    };
  }

  private async head(key: string, bytes: number): Promise<Uint8Array> {
    const Range = `bytes=0-${bytes - 1}`;
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key, Range }));
    if (!Body) throw new Error(`${key} has no body`);
    return Body.transformToByteArray();
  }
}
