import { type Box, boxes, need } from './boxes';

/** The content of a track's sample description. */
export interface SampleEntry {
  /** In the form of RFC 6381: `avc1.64001f`, `mp4a.40.2`. */
  readonly codec: string;
  /** In pixels; video only. */
  readonly width?: number;
  readonly height?: number;
  /** Audio only. */
  readonly sampleRate?: number;
  readonly channels?: number;
}

/**
 * Bytes of a VisualSampleEntry and an AudioSampleEntry before the boxes they contain (ISO/IEC 14496-12, 12.1.3 and
 * 12.2.3).
 */
const visualHeader = 78;
const audioHeader = 28;

/** Throws for anything but AVC and MPEG-4 audio, encrypted (ISO/IEC 14496-12, 8.12) or not. */
export function sampleEntry(stsd: Buffer): SampleEntry {
  const [entry] = boxes(stsd, 8);
  if (!entry) throw new Error('a track has no sample entry');
  const type = entry.type === 'encv' || entry.type === 'enca' ? originalFormat(entry) : entry.type;
  if (type === 'avc1') {
    const avcC = need(entry.body.subarray(visualHeader), 'avcC');
    return {
      codec: `avc1.${avcC.toString('hex', 1, 4)}`,
      width: entry.body.readUInt16BE(24),
      height: entry.body.readUInt16BE(26),
    };
  }
  if (type === 'mp4a') {
    const esds = need(entry.body.subarray(audioHeader), 'esds');
    return {
      codec: `mp4a.40.${audioObjectType(esds)}`,
      channels: entry.body.readUInt16BE(16),
      sampleRate: entry.body.readUInt32BE(24) >>> 16,
    };
  }
  throw new Error(`a track is ${type}, which is not supported in manifests`);
}

/** Returns the format that an encrypted entry has in the clear. */
function originalFormat({ type, body }: Box): string {
  return need(body.subarray(type === 'encv' ? visualHeader : audioHeader), 'sinf/frma').toString('latin1', 0, 4);
}

/** The first five bits of the AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1), which DecoderSpecificInfo (tag 5) holds. */
function audioObjectType(esds: Buffer): number {
  let at = 4;
  while (at < esds.length) {
    const tag = esds[at] as number;
    at += 1;
    while ((esds[at] as number) & 0x80) at += 1;
    at += 1;
    if (tag === 5) return (esds[at] as number) >> 3;
    // ES_Descriptor: id and flags; DecoderConfigDescriptor: its fixed fields. What they hold follows.
    at += tag === 3 ? 3 : tag === 4 ? 13 : 0;
  }
  throw new Error('the esds box has no decoder configuration');
}
