import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** An object has up to 10,000 parts, so 160 GB; Personalize accepts 100 GB. */
const partBytes = 16 * 1024 * 1024;

/** Objects that are too large for memory. */
export class StreamedObjects {
  constructor(
    private readonly client: S3Client,
    private readonly leastPart = partBytes,
  ) {}

  async read(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>> {
    const { Body } = await this.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!Body) throw new Error(`${key} has no body`);
    return Body as unknown as AsyncIterable<Uint8Array>;
  }

  /** Writes the object completely or not at all. */
  async write(bucket: string, key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const target = { Bucket: bucket, Key: key };
    const created = await this.client.send(new CreateMultipartUploadCommand({ ...target, ContentType: 'text/csv' }));
    const upload = { ...target, UploadId: created.UploadId };
    const parts: CompletedPart[] = [];
    let [pending, length]: [Uint8Array[], number] = [[], 0];
    const flush = async () => {
      const PartNumber = parts.length + 1;
      const { ETag } = await this.client.send(
        new UploadPartCommand({ ...upload, PartNumber, Body: Buffer.concat(pending) }),
      );
      parts.push({ PartNumber, ETag });
      [pending, length] = [[], 0];
    };
    try {
      for await (const chunk of content) {
        pending.push(chunk);
        length += chunk.length;
        if (length >= this.leastPart) await flush();
      }
      if (length > 0) await flush();
      await this.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
    } catch (error) {
      await this.client.send(new AbortMultipartUploadCommand(upload));
      throw error;
    }
  }
}
