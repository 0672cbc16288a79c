import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';

interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** S3 with the permissions of a principal: every call is authorized for it. Throws S3's own errors. */
export class Files {
  constructor(
    private readonly kernel: Kernel,
    private readonly principal: Principal,
    private readonly region: string,
  ) {}

  /** Returns the bytes of an object. */
  async size({ bucket, key }: Place): Promise<number> {
    const { ContentLength = 0 } = await this.call<{ ContentLength?: number }>('HeadObject', {
      Bucket: bucket,
      Key: key,
    });
    return ContentLength;
  }

  async download({ bucket, key }: Place, path: string, signal: AbortSignal): Promise<void> {
    const { Body } = await this.call<{ Body?: unknown }>('GetObject', { Bucket: bucket, Key: key });
    const body = Body instanceof Readable ? Body : Readable.from([Body ?? Buffer.alloc(0)]);
    await pipeline(body, createWriteStream(path), { signal });
  }

  /** `kmsKey` is a key's ARN; without it, the bucket's default applies. */
  async put({ bucket, key }: Place, text: string, contentType: string, kmsKey?: string): Promise<void> {
    const body = Buffer.from(text);
    await this.call('PutObject', {
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentLength: body.length,
      ContentType: contentType,
      ...(kmsKey && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey }),
    });
  }

  private call<O>(operation: string, input: object): Promise<O> {
    return this.kernel.call<O>({ service: 's3', operation, region: this.region, principal: this.principal, input });
  }
}
