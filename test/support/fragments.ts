/** Fragmented MP4 in the small: the boxes by which a track's first time and its brands are found. */
export interface Track {
  readonly brands?: readonly string[];
  /** Ticks per second of the track. */
  readonly timescale?: number;
  /** Media times of its edit list, in ticks; -1 with a length in milliseconds for an empty edit. */
  readonly edits?: readonly (readonly [milliseconds: number, mediaTime: number])[];
  /** The offset of the first sample, in ticks. */
  readonly decodeTime?: number;
  /** Composition offsets of the samples, which last 1,000 ticks each. */
  readonly compositionOffsets?: readonly number[];
  /** `tfhd` with an offset from the file's begin, which HLS does not take. */
  readonly isAbsolute?: boolean;
}

const u32 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeInt32BE(value | 0, at * 4);
  return bytes;
};

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

export function initSegment({ brands = ['iso6', 'cmfc'], timescale = 48_000, edits }: Track = {}): Buffer {
  const [major = 'iso6'] = brands;
  const ftyp = box(
    'ftyp',
    Buffer.from(major, 'latin1'),
    u32(0),
    ...brands.map((brand) => Buffer.from(brand, 'latin1')),
  );
  const mvhd = box('mvhd', u32(0, 0, 0, 1000, 0));
  const elst = edits && box('elst', u32(0, edits.length), ...edits.map(([length, time]) => u32(length, time, 0x10000)));
  const mdia = box('mdia', box('mdhd', u32(0, 0, 0, timescale, 0)));
  const trak = box('trak', ...(elst ? [box('edts', elst)] : []), mdia);
  return Buffer.concat([ftyp, box('moov', mvhd, trak, box('mvex', box('trex', u32(0, 1, 1, 1000, 0, 0))))]);
}

export function mediaSegment({ decodeTime = 0, compositionOffsets = [0, 0], isAbsolute }: Track = {}): Buffer {
  const tfhd = isAbsolute ? box('tfhd', u32(0x1, 1, 0, 0)) : box('tfhd', u32(0x20000, 1));
  // Version 1 of both boxes: times of 64 bits, and offsets with a sign.
  const tfdt = box('tfdt', u32(0x1000000, Math.floor(decodeTime / 2 ** 32), decodeTime));
  const trun = box('trun', u32(0x1000800, compositionOffsets.length, ...compositionOffsets));
  return Buffer.concat([box('styp', u32(0)), box('moof', box('mfhd', u32(0, 1)), box('traf', tfhd, tfdt, trun))]);
}
