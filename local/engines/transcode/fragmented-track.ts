import { open } from 'node:fs/promises';
import { boxes, boxSize, need } from './boxes';
import { type SampleEntry, sampleEntry } from './sample-entry';

/**
 * A fragmented MP4 file with one track, described by the positions of its parts. Its media is not loaded into memory.
 */
export interface FragmentedTrack extends SampleEntry {
  readonly path: string;
  /** The length of the init segment, which is the beginning of the file. */
  readonly initBytes: number;
  /** Ticks per second, from `mdhd`. */
  readonly timescale: number;
  readonly fragments: readonly Fragment[];
}

export interface Fragment {
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
  /** The decode time of the first sample, from `tfdt`, and the sum of the samples' durations; in ticks. */
  readonly start: number;
  readonly duration: number;
  readonly samples: number;
  /** The earliest time at which a sample is shown, in ticks. */
  readonly firstShown: number;
  /** Whether the fragment begins with a sync sample. */
  readonly startsWithKey: boolean;
  /** Bytes from the beginning of the fragment to the end of its first sample. */
  readonly firstSampleEnd: number;
}

interface Defaults {
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

type Times = Omit<Fragment, 'offset' | 'size' | 'firstSampleEnd'> & {
  /** The position of the first sample, relative to the beginning of its moof box. */
  readonly firstSample: { readonly offset: number; readonly size: number };
};

/** sample_is_non_sync_sample, ISO/IEC 14496-12, 8.8.3.1 */
const nonSync = 0x10000;

/** Throws if the file is not a fragmented MP4 of one track. */
export async function readFragmentedTrack(path: string): Promise<FragmentedTrack> {
  const file = await open(path);
  try {
    const { size: length } = await file.stat();
    const read = async (offset: number, size: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, offset);
      return buffer.subarray(0, bytesRead);
    };
    const fragments: Fragment[] = [];
    let moov: Buffer | undefined;
    let initBytes = 0;
    let begin = 0;
    let times: Omit<Fragment, 'offset' | 'size'> | undefined;
    for (let offset = 0; offset + 8 <= length; ) {
      const start = await read(offset, 16);
      const type = start.toString('latin1', 4, 8);
      const { size, header } = boxSize(start);
      const end = size === 0 ? length : offset + size;
      if (end <= offset || end > length) throw new Error(`${path} is truncated in its ${type} box`);
      if (type === 'moov') {
        moov = await read(offset + header, size - header);
        initBytes = end;
        begin = end;
      } else if (type === 'moof') {
        if (!moov) throw new Error(`${path} has media before its moov box`);
        const { firstSample, ...rest } = readFragment(await read(offset + header, size - header), trackDefaults(moov));
        times = { ...rest, firstSampleEnd: offset - begin + firstSample.offset + firstSample.size };
      } else if (type === 'mdat' && times) {
        fragments.push({ offset: begin, size: end - begin, ...times });
        begin = end;
        times = undefined;
      }
      offset = end;
    }
    if (!moov) throw new Error(`${path} has no moov box`);
    const mdhd = need(moov, 'trak/mdia/mdhd');
    const timescale = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
    return { path, initBytes, timescale, fragments, ...sampleEntry(need(moov, 'trak/mdia/minf/stbl/stsd')) };
  } finally {
    await file.close();
  }
}

function trackDefaults(moov: Buffer): Defaults {
  const trex = need(moov, 'mvex/trex');
  return { duration: trex.readUInt32BE(12), size: trex.readUInt32BE(16), flags: trex.readUInt32BE(20) };
}

function readFragment(moof: Buffer, defaults: Defaults): Times {
  const traf = need(moof, 'traf');
  const tfdt = need(traf, 'tfdt');
  const start = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
  const own = { ...defaults, ...readHeader(need(traf, 'tfhd')) };
  let time = start;
  let samples = 0;
  let firstShown = Number.POSITIVE_INFINITY;
  let startsWithKey = true;
  let firstSample = { offset: 0, size: 0 };
  for (const { type, body } of boxes(traf)) {
    if (type !== 'trun') continue;
    for (const sample of readRun(body, own)) {
      if (samples === 0) {
        startsWithKey = (sample.flags & nonSync) === 0;
        firstSample = { offset: body.readInt32BE(8), size: sample.size };
      }
      firstShown = Math.min(firstShown, time + sample.compositionOffset);
      time += sample.duration;
      samples += 1;
    }
  }
  return { start, duration: time - start, samples, firstShown, startsWithKey, firstSample };
}

function readHeader(tfhd: Buffer): Partial<Defaults> {
  const flags = tfhd.readUInt32BE(0) & 0xffffff;
  let at = 8;
  const optional = (bit: number, bytes: number) => {
    if ((flags & bit) === 0) return undefined;
    const value = tfhd.readUInt32BE(at);
    at += bytes;
    return value;
  };
  optional(0x1, 8);
  optional(0x2, 4);
  const duration = optional(0x8, 4);
  const size = optional(0x10, 4);
  const sampleFlags = optional(0x20, 4);
  return {
    ...(duration !== undefined && { duration }),
    ...(size !== undefined && { size }),
    ...(sampleFlags !== undefined && { flags: sampleFlags }),
  };
}

function* readRun(trun: Buffer, defaults: Defaults) {
  const flags = trun.readUInt32BE(0) & 0xffffff;
  const count = trun.readUInt32BE(4);
  let at = 8 + (flags & 0x1 ? 4 : 0);
  const first = flags & 0x4 ? trun.readUInt32BE(at) : undefined;
  if (first !== undefined) at += 4;
  for (let index = 0; index < count; index += 1) {
    let { duration, size } = defaults;
    let sampleFlags = index === 0 && first !== undefined ? first : defaults.flags;
    let compositionOffset = 0;
    if (flags & 0x100) {
      duration = trun.readUInt32BE(at);
      at += 4;
    }
    if (flags & 0x200) {
      size = trun.readUInt32BE(at);
      at += 4;
    }
    if (flags & 0x400) {
      sampleFlags = trun.readUInt32BE(at);
      at += 4;
    }
    if (flags & 0x800) {
      compositionOffset = trun.readInt32BE(at);
      at += 4;
    }
    yield { duration, size, flags: sampleFlags, compositionOffset };
  }
}
