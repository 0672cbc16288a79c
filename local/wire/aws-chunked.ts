import { createHash, createHmac, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { ServiceError } from '../kernel/service';
import { type Checksum, checksumOf } from './checksums';

/** What a chunked body's signatures are made from; absent for unsigned payloads. */
export interface ChunkSigning {
  readonly key: Buffer;
  readonly timestamp: string;
  readonly scope: string;
  readonly seed: string;
}

export interface ChunkedBody {
  /** `x-amz-decoded-content-length`: bytes without the coding. */
  readonly length: number;
  readonly signing?: ChunkSigning;
  /** `x-amz-trailer`: the name of the trailer that has to come, in lower case. */
  readonly trailer?: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const crlf = Buffer.from('\r\n');

/** The longest line between chunks, in bytes: an endless one would fill the memory. */
const longestLine = 8192;

const malformed = (message: string) => new ServiceError('InvalidRequest', message);
const incomplete = (message: string) => new ServiceError('IncompleteBody', message);
const malformedTrailer = (message: string) => new ServiceError('MalformedTrailerError', message);

/**
 * Undoes the `aws-chunked` coding: `{hex size}[;chunk-signature=…]\r\n{data}\r\n … 0\r\n{trailers}\r\n`.
 * Checks each chunk's signature, the decoded length, the announced trailer and its signature; the first mismatch
 * errors the stream with a {@link ServiceError}.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, and sigv4-streaming-trailers.html
 */
export class AwsChunkedDecoder extends Transform {
  private buffer: Buffer = Buffer.alloc(0);
  private phase: 'size' | 'data' | 'dataEnd' | 'trailer' | 'done' = 'size';
  /** Bytes that the chunk at hand still lacks, and that all chunks together brought. */
  private remaining = 0;
  private received = 0;
  private previous: string;
  private chunkSignature = '';
  private chunkHash: Hash = createHash('sha256');
  private trailers = '';
  private trailerSignature = '';
  private trailerSeen = false;
  private readonly checksum?: Checksum;

  constructor(private readonly body: ChunkedBody) {
    super();
    this.previous = body.signing?.seed ?? '';
    this.checksum = checksumOf(body.trailer ?? '');
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
    this.buffer = this.buffer.length ? Buffer.concat([this.buffer, data]) : data;
    try {
      while (this.buffer.length > 0 && this.step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback) {
    const whole = this.phase === 'done' && this.received === this.body.length;
    done(whole ? null : incomplete('The request body terminated unexpectedly'));
  }

  /** Consumes one element of the coding; false when more bytes are needed. */
  private step(): boolean {
    if (this.phase === 'data') return this.data();
    const end = this.buffer.indexOf(crlf);
    if (end > longestLine || (end < 0 && this.buffer.length > longestLine))
      throw malformed('A chunk has no valid size');
    if (end < 0) return false;
    const line = this.buffer.subarray(0, end).toString('latin1');
    this.buffer = this.buffer.subarray(end + 2);
    if (this.phase === 'size') this.size(line);
    else if (this.phase === 'dataEnd') this.dataEnd(line);
    else if (this.phase === 'trailer') this.trailer(line.trim());
    else throw malformed('There is more behind the end of the body');
    return true;
  }

  private size(line: string) {
    const [size = '', extension = ''] = line.split(';');
    if (!/^[0-9a-f]{1,13}$/i.test(size)) throw malformed('A chunk of the body has no valid size');
    this.remaining = Number.parseInt(size, 16);
    if (this.received + this.remaining > this.body.length) {
      throw incomplete('The body is longer than x-amz-decoded-content-length');
    }
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
    this.checksum?.update(part);
    if (this.body.signing) this.chunkHash.update(part);
    this.push(part);
    if (this.remaining === 0) {
      this.verifyChunk();
      this.phase = 'dataEnd';
    }
    return true;
  }

  private dataEnd(line: string) {
    if (line) throw malformed('A chunk of the body is longer than its size');
    this.phase = 'size';
  }

  private verifyChunk() {
    const { signing } = this.body;
    if (!signing) return;
    const expected = sign(signing, 'PAYLOAD', [this.previous, sha256(''), this.chunkHash.digest('hex')]);
    if (expected !== this.chunkSignature) {
      throw new ServiceError('SignatureDoesNotMatch', 'The signature of a chunk does not match', 403);
    }
    this.previous = expected;
  }

  private trailer(line: string) {
    if (!line) {
      this.verifyTrailers();
      this.phase = 'done';
      return;
    }
    const [name = '', value = ''] = line.split(/:(.*)/s).map((part) => part.trim());
    if (name === 'x-amz-trailer-signature') {
      this.trailerSignature = value;
      return;
    }
    if (name.toLowerCase() !== this.body.trailer || this.trailerSeen) {
      throw malformedTrailer(`The trailer ${name} was not announced by x-amz-trailer`);
    }
    this.trailerSeen = true;
    this.trailers += `${name.toLowerCase()}:${value}\n`;
    if (this.checksum && this.checksum.digest() !== value) {
      throw new ServiceError('BadDigest', `The ${name} you specified did not match what we received.`);
    }
  }

  private verifyTrailers() {
    const { signing, trailer } = this.body;
    if (!trailer) return;
    if (!this.trailerSeen) throw malformedTrailer(`The trailer ${trailer} was announced and did not come`);
    if (signing && sign(signing, 'TRAILER', [this.previous, sha256(this.trailers)]) !== this.trailerSignature) {
      throw new ServiceError('SignatureDoesNotMatch', 'The signature of the trailers does not match', 403);
    }
  }
}

function sign({ key, timestamp, scope }: ChunkSigning, kind: 'PAYLOAD' | 'TRAILER', parts: readonly string[]): string {
  const text = [`AWS4-HMAC-SHA256-${kind}`, timestamp, scope, ...parts].join('\n');
  return createHmac('sha256', key).update(text).digest('hex');
}
