import type { ReadRange } from './track-marks';

/** 64 blocks are 16 MiB: the limit of reads is the limit of bytes, too. */
const BLOCK_BYTES = 256 * 1024;
const MAX_BLOCKS = 64;

/** A file of the smallest possible boxes must not keep the processor busy. */
const MAX_CALLS = 65_536;

/** Reads small ranges of a file from cached blocks. It stops at its limits, so parsers need none of their own. */
export class BoundedReader {
  private readonly blocks = new Map<number, Uint8Array>();
  private calls = 0;

  constructor(
    private readonly readRange: ReadRange,
    readonly size: number,
  ) {}

  /** Returns exactly these bytes; `undefined` if they are not all in the file or a limit is reached. */
  async bytes(offset: number, length: number): Promise<Uint8Array | undefined> {
    const end = offset + length;
    this.calls += 1;
    if (this.calls > MAX_CALLS || !(offset >= 0 && length >= 0 && end <= this.size)) return undefined;
    const parts: Uint8Array[] = [];
    for (let at = offset; at < end; ) {
      const index = Math.floor(at / BLOCK_BYTES);
      const block = await this.block(index);
      const start = at - index * BLOCK_BYTES;
      const part = block?.subarray(start, start + end - at);
      if (!part?.length) return undefined;
      parts.push(part);
      at += part.length;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  private async block(index: number): Promise<Uint8Array | undefined> {
    const cached = this.blocks.get(index);
    if (cached || this.blocks.size === MAX_BLOCKS) return cached;
    const offset = index * BLOCK_BYTES;
    const length = Math.min(BLOCK_BYTES, this.size - offset);
    const block = (await this.readRange(offset, length)).subarray(0, length);
    this.blocks.set(index, block);
    return block;
  }
}
