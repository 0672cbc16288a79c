import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Keeper } from './keeper';
import type { Found } from './letter';

/** Where Lambda writes records of failed batches: `aws/lambda/{mapping}/{shard}/{date}/{time}-{random}`. */
const Prefix = 'aws/lambda/';

/** The bucket of failed records. */
export class BucketOfRecords implements Keeper {
  private readonly versions = new Map<string, string | undefined>();

  constructor(
    private readonly client: S3Client,
    private readonly Bucket: string,
  ) {}

  async count(): Promise<number> {
    let count = 0;
    for await (const { KeyCount = 0 } of this.pages()) count += KeyCount;
    return count;
  }

  async read(most: number): Promise<Found[]> {
    const found: Found[] = [];
    for await (const { Contents = [] } of this.pages()) {
      for (const { Key = '', LastModified } of Contents) {
        if (found.length >= most) return found;
        const { Body, VersionId } = await this.client.send(new GetObjectCommand({ Bucket: this.Bucket, Key }));
        this.versions.set(Key, VersionId);
        const at = LastModified ?? new Date(Number.NaN);
        found.push({ id: Key, body: (await Body?.transformToString()) ?? '', attributes: {}, at });
      }
    }
    return found;
  }

  /** Removes the version itself: the records are data of users, of which no copy should stay. */
  async remove({ id: Key }: Found): Promise<void> {
    const VersionId = this.versions.get(Key);
    await this.client.send(new DeleteObjectCommand({ Bucket: this.Bucket, Key, VersionId }));
  }

  async release(): Promise<void> {}

  private pages() {
    return paginateListObjectsV2({ client: this.client }, { Bucket: this.Bucket, Prefix });
  }
}
