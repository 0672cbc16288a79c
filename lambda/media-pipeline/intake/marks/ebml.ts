import type { BoundedReader } from './bounded-reader';
import { toInteger } from './bytes';

/** An element of EBML (RFC 8794): its data are the bytes from `start` to `end`. */
export interface Element {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** Whether the size is unknown; `end` is the parent's end then. */
  readonly isOpen: boolean;
}

/** RFC 8794, section 4: the zero bits before the first one are the number of bytes that follow the first byte. */
function lengthOf(first: number): number {
  return Math.clz32(first) - 23;
}

/** Reads the header of the element at `offset`. `undefined` if there is none that ends before `parentEnd`. */
export async function elementAt(
  reader: BoundedReader,
  offset: number,
  parentEnd: number,
): Promise<Element | undefined> {
  const header = await reader.bytes(offset, Math.min(12, parentEnd - offset));
  const idLength = lengthOf(header?.[0] ?? 0);
  const sizeLength = lengthOf(header?.[idLength] ?? 0);
  if (!header || idLength > 4 || sizeLength > 8 || header.length < idLength + sizeLength) return undefined;
  const [first = 0, ...others] = header.subarray(idLength, idLength + sizeLength);
  const mask = (0x80 >> (sizeLength - 1)) - 1;
  const isOpen = (first & mask) === mask && others.every((byte) => byte === 0xff);
  const start = offset + idLength + sizeLength;
  const end = isOpen ? parentEnd : start + toInteger(Uint8Array.of(first & mask, ...others));
  return end <= parentEnd ? { id: toInteger(header.subarray(0, idLength)), start, end, isOpen } : undefined;
}

/** The elements one after the other; ends at the first that does not fit into its parent. */
export async function* elements(reader: BoundedReader, start: number, end: number): AsyncGenerator<Element> {
  for (let offset = start; offset < end; ) {
    const element = await elementAt(reader, offset, end);
    if (!element) return;
    yield element;
    offset = element.end;
  }
}
