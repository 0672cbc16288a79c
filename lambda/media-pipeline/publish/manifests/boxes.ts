/** A box of the ISO base media file format (ISO/IEC 14496-12). The body is without the header. */
export interface Box {
  readonly type: string;
  readonly body: Buffer;
}

/** The consecutive boxes of the data. The body of a truncated last box is incomplete. */
export function* boxesIn(data: Buffer, from = 0): Generator<Box> {
  for (let at = from; at + 8 <= data.length; ) {
    const size32 = data.readUInt32BE(at);
    const isLarge = size32 === 1 && at + 16 <= data.length;
    const size = isLarge ? Number(data.readBigUInt64BE(at + 8)) : size32 || data.length - at;
    const header = isLarge ? 16 : 8;
    if (size < header) return;
    yield { type: data.toString('latin1', at + 4, at + 8), body: data.subarray(at + header, at + size) };
    at += size;
  }
}

/** The first box along a path such as `trak/mdia/mdhd`. */
export function boxAt(data: Buffer, path: string): Buffer | undefined {
  let current: Buffer | undefined = data;
  for (const type of path.split('/')) {
    if (!current) return undefined;
    const inside: Box[] = [...boxesIn(current)];
    current = inside.find((box) => box.type === type)?.body;
  }
  return current;
}
