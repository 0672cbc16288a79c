import { createHash, createHmac } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { crc32 } from 'node:zlib';
import { ServiceError } from '../kernel/service';

/** What a chunked body's signatures are made from; absent for unsigned payloads. */
export interface ChunkSigning {
  readonly key: Buffer;
  readonly timestamp: string;
  readonly scope: string;
  readonly seed: string;
}

const emptyHash = createHash('sha256').update('').digest('hex');
const crlf = Buffer.from('\r\n');

/**
 * Undoes the `aws-chunked` coding: `{hex size}[;chunk-signature=…]\r\n{data}\r\n … 0\r\n{trailers}\r\n`.
 * Checks each chunk's signature, the decoded length and a CRC32, SHA-1 or SHA-256 trailer; the first mismatch errors the stream.
 */
export class AwsChunkedDecoder extends Transform {
  private buffer: Buffer = Buffer.alloc(0);
  private remaining = 0;
  private phase: 'size' | 'data' | 'dataEnd' | 'trailer' = 'size';
  private previous: string;
  private chunkSignature = '';
  private chunkHash = createHash('sha256');
  private received = 0;
  private crc = 0;
  private readonly digests = {
    'x-amz-checksum-sha1': createHash('sha1'),
    'x-amz-checksum-sha256': createHash('sha256'),
  };

  constructor(
    private readonly expectedLength: number,
    private readonly signing?: ChunkSigning,
  ) {
    super();
    this.previous = signing?.seed ?? '';
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
    this.buffer = this.buffer.length ? Buffer.concat([this.buffer, data]) : data;
    try {
      while (this.step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback) {
    if (this.phase !== 'trailer' || this.received !== this.expectedLength) {
      done(new ServiceError('IncompleteBody', 'The request body terminated unexpectedly'));
    } else done();
  }

  /** Consumes one element of the coding; false when more bytes are needed. */
  private step(): boolean {
    if (this.phase === 'data') return this.data();
    const end = this.buffer.indexOf(crlf);
    if (end < 0) return false;
    const line = this.buffer.subarray(0, end).toString('latin1');
    this.buffer = this.buffer.subarray(end + 2);
    if (this.phase === 'size') this.size(line);
    else if (this.phase === 'dataEnd') this.phase = 'size';
    else this.trailer(line);
    return this.buffer.length > 0;
  }

  private size(line: string) {
    const [size = '', extension = ''] = line.split(';');
    if (!/^[0-9a-f]+$/i.test(size)) throw new ServiceError('InvalidRequest', 'A chunk of the body has no valid size');
    this.remaining = Number.parseInt(size, 16);
    this.chunkSignature = extension.replace('chunk-signature=', '');
    this.chunkHash = createHash('sha256');
    if (this.remaining > 0) this.phase = 'data';
    else {
      this.verifyChunk();
      this.phase = 'trailer';
    }
  }

  private data(): boolean {
    const part = this.buffer.subarray(0, this.remaining);
    this.buffer = this.buffer.subarray(part.length);
    this.remaining -= part.length;
    this.received += part.length;
    this.crc = crc32(part, this.crc);
    for (const digest of Object.values(this.digests)) digest.update(part);
    if (this.signing) this.chunkHash.update(part);
    this.push(part);
    if (this.remaining === 0) {
      this.verifyChunk();
      this.phase = 'dataEnd';
    }
    return this.buffer.length > 0;
  }

  private verifyChunk() {
    if (!this.signing) return;
    const { key, timestamp, scope } = this.signing;
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', timestamp, scope, this.previous, emptyHash, this.chunkHash.digest('hex')];
    const expected = createHmac('sha256', key).update(text.join('\n')).digest('hex');
    if (expected !== this.chunkSignature) {
      throw new ServiceError('SignatureDoesNotMatch', 'The signature of a chunk does not match', 403);
    }
    this.previous = expected;
  }

  private trailer(line: string) {
    const [name = '', value = ''] = line.split(/:(.*)/s).map((part) => part.trim());
    let expected: string | undefined;
    if (name === 'x-amz-checksum-crc32') {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(this.crc);
      expected = bytes.toString('base64');
    } else if (name in this.digests) expected = this.digests[name as keyof typeof this.digests].copy().digest('base64');
    if (expected !== undefined && expected !== value) {
      throw new ServiceError('BadDigest', `The ${name} you specified did not match what we received.`);
    }
  }
}
