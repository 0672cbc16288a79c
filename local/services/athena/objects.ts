import { createHash, randomUUID } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
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

/**
 * The size of the cache in bytes. Files beyond it are deleted at the next start, those that have not been used for
 * longest first.
 */
const maxCacheBytes = 2 * 1024 ** 3;
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

  /** May be called only while no query runs. */
  prune(): void {
    const files = readdirSync(this.folder).map((name) => {
      const path = join(this.folder, name);
      const { size, mtimeMs } = statSync(path);
      return { path, size, mtimeMs };
    });
    let kept = 0;
    for (const { path, size } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      kept += size;
      if (kept > maxCacheBytes || path.endsWith('.part')) rmSync(path, { force: true });
    }
  }

  private async one(caller: Caller, bucket: string, key: string, suffix: string): Promise<string> {
    const head: HeadObjectCommandOutput = await this.call(caller, 'HeadObject', { Bucket: bucket, Key: key });
    const version = [head.VersionId, head.ETag, head.LastModified?.getTime()];
    const digest = createHash('sha256')
      .update(JSON.stringify([bucket, key, ...version]))
      .digest('hex');
    const path = join(this.folder, `${digest.slice(0, 40)}.${suffix}`);
    if (existsSync(path)) {
      const now = new Date(this.kernel.now());
      utimesSync(path, now, now);
      return path;
    }
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
