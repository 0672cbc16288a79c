/** The body of the first box at a path of box types (ISO/IEC 14496-12). Boxes with 64-bit sizes do not occur here. */
function box(data: Buffer, path: readonly string[]): Buffer | undefined {
  const [type, ...rest] = path;
  if (type === undefined) return data;
  for (let at = 0; at + 8 <= data.length; ) {
    const size = data.readUInt32BE(at);
    if (size < 8) return undefined;
    if (data.toString('latin1', at + 4, at + 8) === type) return box(data.subarray(at + 8, at + size), rest);
    at += size;
  }
  return undefined;
}

/** The compatible brands of an init segment, the major one first. */
export function brandsOf(init: Buffer): string[] {
  const ftyp = box(init, ['ftyp']) ?? Buffer.alloc(0);
  const names = ftyp.toString('latin1').match(/[\s\S]{4}/g) ?? [];
  return [...new Set(names.filter((_, index) => index !== 1))];
}

/** `baseMediaDecodeTime` of a segment's first fragment in seconds; `undefined` if it is missing. */
export function decodeTimeOf(init: Buffer, segment: Buffer): number | undefined {
  const mdhd = box(init, ['moov', 'trak', 'mdia', 'mdhd']);
  const tfdt = box(segment, ['moof', 'traf', 'tfdt']);
  if (!mdhd || !tfdt) return undefined;
  const ticks = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
  return ticks / mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
}

/** The seconds that an MPD subtracts from the times of its segments, for each segment template. */
export function presentationTimeOffsets(mpd: string): number[] {
  return [...mpd.matchAll(/<SegmentTemplate\b[^>]*>/g)].map(([tag]) => {
    const value = (name: string) => new RegExp(`\\b${name}="(\\d+)"`).exec(tag)?.[1];
    return Number(value('presentationTimeOffset') ?? 0) / Number(value('timescale') ?? 1);
  });
}
