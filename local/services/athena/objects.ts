import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GetObjectCommandOutput, HeadObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';

export interface ListedObject {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
}

/** The number of objects that are downloaded at the same time. */
const concurrentDownloads = 8;

/** Objects of S3 as files. Each version is downloaded once, but every use is authorized by S3 for its caller. */
export class Objects {
  private readonly folder: string;

  constructor(private readonly kernel: Kernel) {
    this.folder = join(kernel.folder('athena'), 'objects');
    mkdirSync(this.folder, { recursive: true });
  }

  /** Returns all objects with the prefix, except empty and hidden ones. */
  async list(caller: Caller, bucket: string, prefix: string): Promise<ListedObject[]> {
    const found: ListedObject[] = [];
    let token: string | undefined;
    do {
      const input = { Bucket: bucket, Prefix: prefix, ContinuationToken: token };
      const page: ListObjectsV2CommandOutput = await this.call(caller, 'ListObjectsV2', input);
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        if (Size > 0 && !/(?:^|\/)[._][^/]*$/.test(Key)) found.push({ key: Key, size: Size });
      }
      token = page.NextContinuationToken;
    } while (token);
    return found;
  }

  /** Returns the paths of files with the objects' contents, in the same order. */
  async fetch(caller: Caller, bucket: string, keys: readonly string[], suffix: string): Promise<string[]> {
    const paths: string[] = [];
    const left = keys.entries();
    const worker = async () => {
      for (const [index, key] of left) {
        caller.signal.throwIfAborted();
        paths[index] = await this.one(caller, bucket, key, suffix);
      }
    };
    await Promise.all(Array.from({ length: concurrentDownloads }, worker));
    return paths;
  }

  /**
   * Deletes all files, since an object may be deleted in S3 without notice to this cache. May be called only while no query
   * runs.
   */
  clear(): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name), { force: true });
  }

  private async one(caller: Caller, bucket: string, key: string, suffix: string): Promise<string> {
    const head: HeadObjectCommandOutput = await this.call(caller, 'HeadObject', { Bucket: bucket, Key: key });
    const version = [head.VersionId, head.ETag, head.LastModified?.getTime()];
    const digest = createHash('sha256')
      .update(JSON.stringify([bucket, key, ...version]))
      .digest('hex');
    const path = join(this.folder, `${digest.slice(0, 40)}.${suffix}`);
    if (existsSync(path)) return path;
    const input = { Bucket: bucket, Key: key, IfMatch: head.ETag };
    const { Body }: GetObjectCommandOutput = await this.call(caller, 'GetObject', input);
    const part = join(this.folder, `${randomUUID()}.part`);
    await pipeline(Body as unknown as Readable, createWriteStream(part));
    renameSync(part, path);
    return path;
  }

  private call<O>({ region, principal }: Caller, operation: string, input: object): Promise<O> {
    return this.kernel.call<O>({ service: 's3', operation, region, principal, input });
  }
}

/** The principal that reads, and the signal that ends the reading. */
export interface Caller {
  readonly region: string;
  readonly principal: Principal;
  readonly signal: AbortSignal;
}
