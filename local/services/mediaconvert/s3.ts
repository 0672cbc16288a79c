import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';

export interface S3Url {
  readonly bucket: string;
  readonly key: string;
}

export function parseS3Url(url: string): S3Url {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  return { bucket, key };
}

interface Head {
  readonly ContentLength?: number;
  readonly ContentType?: string;
  readonly ETag?: string;
  readonly LastModified?: Date;
}

/** S3 with the permissions of a principal: every call is authorized for it. */
export class S3 {
  constructor(
    private readonly kernel: Kernel,
    private readonly principal: Principal,
    private readonly region: string,
  ) {}

  head({ bucket, key }: S3Url): Promise<Head> {
    return this.call<Head>('HeadObject', { Bucket: bucket, Key: key });
  }

  /** Throws S3's own errors, such as `NoSuchKey`. */
  async download({ bucket, key }: S3Url, path: string, signal?: AbortSignal): Promise<void> {
    const { Body } = await this.call<{ Body?: unknown }>('GetObject', { Bucket: bucket, Key: key });
    const body = Body instanceof Readable ? Body : Readable.from([Body ?? Buffer.alloc(0)]);
    await pipeline(body, createWriteStream(path), { signal });
  }

  async put({ bucket, key }: S3Url, body: Buffer | FilePart, contentType: string): Promise<void> {
    const put = (content: Buffer | Readable, length: number) =>
      this.call('PutObject', {
        Bucket: bucket,
        Key: key,
        Body: content,
        ContentLength: length,
        ContentType: contentType,
      });
    if (Buffer.isBuffer(body)) {
      await put(body, body.length);
      return;
    }
    const part = createReadStream(body.path, { start: body.start, end: body.end - 1 });
    // A put that is refused does not read its stream, and the file may have been deleted before the stream opens it.
    const broken = new Promise<never>((_, reject) => part.once('error', reject));
    try {
      await Promise.race([put(part, body.end - body.start), broken]);
    } finally {
      part.on('error', () => {}).destroy();
    }
  }

  private call<O>(operation: string, input: object): Promise<O> {
    return this.kernel.call<O>({ service: 's3', operation, region: this.region, principal: this.principal, input });
  }
}

/** Bytes of a file, from `start` up to but without `end`. */
export interface FilePart {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}
