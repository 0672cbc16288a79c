import { boxAt, boxesIn } from './boxes';

/** The time of a track's first sample, on the timeline of its segments. */
export interface FirstTime {
  /** Seconds: the earliest composition time (from `tfdt`), moved by the edit list of the init segment. */
  readonly shown: number;
  /** Whether offsets of samples are relative to their fragment, as HLS and CMAF require. */
  readonly isRelative: boolean;
}

const need = (data: Buffer, path: string): Buffer => {
  const found = boxAt(data, path);
  if (!found) throw new SyntaxError(`there is no ${path} box`);
  return found;
};

/** The seconds that the edit list subtracts from the media's times; negative if it delays them. */
function editOffset(moov: Buffer, timescale: number): number {
  const elst = boxAt(moov, 'trak/edts/elst');
  if (!elst) return 0;
  const mvhd = need(moov, 'mvhd');
  const movieTimescale = mvhd.readUInt32BE(mvhd[0] === 1 ? 20 : 12);
  const [entry, wide] = elst[0] === 1 ? [20, 8] : [12, 4];
  let empty = 0;
  for (let at = 8, left = elst.readUInt32BE(4); left > 0; at += entry, left -= 1) {
    const duration = wide === 8 ? Number(elst.readBigUInt64BE(at)) : elst.readUInt32BE(at);
    const mediaTime = wide === 8 ? Number(elst.readBigInt64BE(at + 8)) : elst.readInt32BE(at + 4);
    if (mediaTime >= 0) return mediaTime / timescale - empty;
    empty += duration / movieTimescale;
  }
  return -empty;
}

/** The earliest composition time of a run, in ticks from the run's first decode time. */
function earliest(trun: Buffer, defaultDuration: number): number {
  const flags = trun.readUInt32BE(0) & 0xffffff;
  const has = (bit: number) => (flags & bit) !== 0;
  const fields = [0x100, 0x200, 0x400, 0x800].filter(has);
  const start = 8 + (has(0x1) ? 4 : 0) + (has(0x4) ? 4 : 0);
  let [time, first] = [0, Number.POSITIVE_INFINITY];
  for (let n = 0; n < trun.readUInt32BE(4); n += 1) {
    const at = start + n * fields.length * 4;
    if (at + fields.length * 4 > trun.length) break;
    const offset = has(0x800) ? trun.readInt32BE(at + fields.indexOf(0x800) * 4) : 0;
    first = Math.min(first, time + offset);
    time += has(0x100) ? trun.readUInt32BE(at) : defaultDuration;
  }
  return Number.isFinite(first) ? first : 0;
}

function defaultDuration(moov: Buffer, tfhd: Buffer): number {
  const flags = tfhd.readUInt32BE(0) & 0xffffff;
  if ((flags & 0x8) === 0) return need(moov, 'mvex/trex').readUInt32BE(12);
  return tfhd.readUInt32BE(8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0));
}

/**
 * Reads the first time of a track from its init segment and the start of its first segment. Throws `SyntaxError` if a box
 * that HLS requires is missing, `RangeError` if a box is truncated.
 */
export function firstTime(init: Buffer, segment: Buffer): FirstTime {
  const moov = need(init, 'moov');
  const mdhd = need(moov, 'trak/mdia/mdhd');
  const timescale = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
  const traf = need(segment, 'moof/traf');
  const tfdt = need(traf, 'tfdt');
  const tfhd = need(traf, 'tfhd');
  const decodeTime = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
  const run = [...boxesIn(traf)].find(({ type }) => type === 'trun')?.body;
  if (!run || timescale === 0) throw new SyntaxError('there are no samples');
  const shown = decodeTime + earliest(run, defaultDuration(moov, tfhd));
  return {
    shown: shown / timescale - editOffset(moov, timescale),
    // default-base-is-moof, or no base data offset at all in a file with one track fragment for each fragment.
    isRelative: (tfhd.readUInt32BE(0) & 0x20001) !== 0x1,
  };
}
