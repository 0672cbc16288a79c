import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Uploads } from './dub';
import type { Sink } from './timeline';

/** S3 accepts 10,000 parts of at least 5 MiB. Parts of this size allow 80 GiB, more than a WAV can contain. */
const partBytes = 8 * 1024 * 1024;

/** Writes objects in parts, with one part in memory. */
export class StreamedObjects implements Uploads {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly contentType: string,
  ) {}

  async write(key: string, work: (sink: Sink) => Promise<void>): Promise<void> {
    const object = { Bucket: this.bucket, Key: key };
    const begun = await this.client.send(
      new CreateMultipartUploadCommand({ ...object, ContentType: this.contentType }),
    );
    const upload = { ...object, UploadId: begun.UploadId };
    const parts: { ETag?: string; PartNumber: number }[] = [];
    // Filled, so that the memory is allocated at the start, for short films too.
    const buffer = Buffer.alloc(partBytes, 1);
    let filled = 0;
    const flush = async () => {
      const PartNumber = parts.length + 1;
      const Body = buffer.subarray(0, filled);
      const { ETag } = await this.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      parts.push({ ETag, PartNumber });
      filled = 0;
    };
    const sink: Sink = {
      async write(bytes) {
        for (let from = 0; from < bytes.length; ) {
          const copied = bytes.copy(buffer, filled, from);
          from += copied;
          filled += copied;
          if (filled === partBytes) await flush();
        }
      },
    };
    try {
      await work(sink);
      if (filled > 0 || parts.length === 0) await flush();
      await this.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
    } catch (error) {
      // Parts of an incomplete upload are billed until the bucket's lifecycle rule aborts it some days later.
      await this.client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
      throw error;
    }
  }
}
