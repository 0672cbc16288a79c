/** Reverts Snappy's block format (google/snappy, format_description.txt). Throws a `RangeError` for other bytes. */
export function unsnappy(bytes: Buffer): Buffer {
  const [size, start] = varint(bytes, 0);
  const output = Buffer.alloc(Math.min(size, maxBytes));
  let [at, end] = [start, 0];
  const copy = (length: number, offset: number) => {
    if (offset < 1 || offset > end || end + length > output.length) throw new RangeError('not Snappy');
    // Byte by byte, because a copy may overlap with what it makes.
    for (let index = 0; index < length; index++, end++) output[end] = output[end - offset] as number;
  };
  while (at < bytes.length) {
    const tag = bytes.readUInt8(at++);
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const extra = short < 60 ? 0 : short - 59;
      const length = 1 + (extra ? bytes.readUIntLE(at, extra) : short);
      at += extra;
      if (at + length > bytes.length || end + length > output.length) throw new RangeError('not Snappy');
      end += bytes.copy(output, end, at, at + length);
      at += length;
    } else if (kind === 1) {
      copy(4 + ((tag >> 2) & 7), ((tag >> 5) << 8) | bytes.readUInt8(at));
      at += 1;
    } else {
      const width = kind === 2 ? 2 : 4;
      copy(1 + (tag >> 2), bytes.readUIntLE(at, width));
      at += width;
    }
  }
  if (end !== size) throw new RangeError('not Snappy');
  return output;
}

/** No block is so large: a larger size belongs to other bytes. */
const maxBytes = 64 * 1024 * 1024;

/** Reads a number of seven bits in each byte, the lowest first. Returns it with the position behind it. */
export function varint(bytes: Buffer, start: number): [value: number, end: number] {
  let value = 0;
  for (let at = start, factor = 1; ; at++, factor *= 128) {
    const byte = bytes.readUInt8(at);
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at + 1];
  }
}
