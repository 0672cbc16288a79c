import type { BoundedReader } from './bounded-reader';
import { toCode, toInteger } from './bytes';

/** A box of ISO/IEC 14496-12, or an atom of QuickTime: its data are the bytes from `start` to `end`. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** ISO/IEC 14496-12, section 4.2: a size of 1 announces 64 bits, 0 means "to the end of the file". */
async function boxAt(reader: BoundedReader, offset: number, parentEnd: number): Promise<Box | undefined> {
  const header = await reader.bytes(offset, Math.min(16, parentEnd - offset));
  if (!header || header.length < 8) return undefined;
  const size = toInteger(header.subarray(0, 4));
  const isLarge = size === 1;
  if (isLarge && header.length < 16) return undefined;
  const start = offset + (isLarge ? 16 : 8);
  const isToEnd = size === 0 && parentEnd === reader.size;
  const end = isToEnd ? parentEnd : offset + (isLarge ? toInteger(header.subarray(8, 16)) : size);
  return end >= start && end <= parentEnd ? { type: toCode(header.subarray(4, 8)), start, end } : undefined;
}

/** The boxes one after the other; ends at the first that does not fit into its parent. */
export async function* boxes(reader: BoundedReader, start: number, end: number): AsyncGenerator<Box> {
  for (let offset = start; offset < end; ) {
    const box = await boxAt(reader, offset, end);
    if (!box) return;
    yield box;
    offset = box.end;
  }
}

/** The first bytes of a box's data, at most `limit`. */
export async function dataOf(reader: BoundedReader, { start, end }: Box, limit: number): Promise<Uint8Array> {
  return (await reader.bytes(start, Math.min(end - start, limit))) ?? new Uint8Array();
}
