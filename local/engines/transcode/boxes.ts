/** A box of the ISO base media file format (ISO/IEC 14496-12) within a buffer. */
export interface Box {
  readonly type: string;
  /** The content without the box's header. */
  readonly body: Buffer;
}

/** Iterates over the boxes of a buffer. Stops where the bytes are not a box. */
export function* boxes(buffer: Buffer, from = 0): Generator<Box> {
  let offset = from;
  while (offset + 8 <= buffer.length) {
    const { size, header } = boxSize(buffer.subarray(offset));
    if (size < header || offset + size > buffer.length) return;
    yield {
      type: buffer.toString('latin1', offset + 4, offset + 8),
      body: buffer.subarray(offset + header, offset + size),
    };
    offset += size;
  }
}

/**
 * Returns the sizes of a box and of its header from the box's first 16 bytes. A size of 0 means that the box reaches to
 * the end.
 */
export function boxSize(start: Buffer): { size: number; header: number } {
  const size = start.readUInt32BE(0);
  if (size !== 1) return { size, header: 8 };
  return { size: Number(start.readBigUInt64BE(8)), header: 16 };
}

/** Returns the first box along a path such as `trak/mdia/mdhd`. */
export function find(buffer: Buffer, path: string): Buffer | undefined {
  let current: Buffer | undefined = buffer;
  for (const type of path.split('/')) {
    if (!current) return undefined;
    current = [...boxes(current)].find((box) => box.type === type)?.body;
  }
  return current;
}

/** Like {@link find}, but throws if the file lacks the box. */
export function need(buffer: Buffer, path: string): Buffer {
  const found = find(buffer, path);
  if (!found) throw new Error(`the file has no ${path} box`);
  return found;
}
