import type { BoundedReader } from './bounded-reader';
import { type Box, boxes, dataOf } from './boxes';
import { toCode, toInteger } from './bytes';
import { decodeText, MAX_TEXT_BYTES } from './texts';
import type { ContainerTrack, Kind } from './track-marks';
import { readUserData } from './user-data';

export interface IsoTrack extends Omit<ContainerTrack, 'isDefault'> {
  readonly id: number;
  readonly isEnabled: boolean;
  /** Ids of the tracks that list this track's chapters. */
  readonly chapterTracks: readonly number[];
}

/** Handler types: https://mp4ra.org/registered-types/handlers, and `text` and `clcp` of QuickTime. */
const KINDS: Readonly<Record<string, Kind>> = {
  vide: 'picture',
  soun: 'sound',
  text: 'captions',
  sbtl: 'captions',
  subt: 'captions',
  subp: 'captions',
  clcp: 'captions',
};

/** Names that programs give to every track, such as the `SoundHandle` of Android. They are not titles. */
const GENERIC_NAMES =
  /handler|^(video|sound|text|metadata)handle$|^core media|^iso ?media file produced|mainconcept|^gopro|^(vide|soun|(video|audio|sound|text|subtitles?)( track| media)?)$/i;

/** Values are read in the order of the file; boxes that hold samples are skipped. */
export async function isoTrackOf(reader: BoundedReader, trak: Box): Promise<IsoTrack> {
  let track: IsoTrack = { id: 0, kind: 'data', isEnabled: false, chapterTracks: [] };
  let userData: Awaited<ReturnType<typeof readUserData>> = {};
  for await (const box of boxes(reader, trak.start, trak.end)) {
    if (box.type === 'tkhd') track = { ...track, ...headerOf(await dataOf(reader, box, 24)) };
    if (box.type === 'tref') track = { ...track, chapterTracks: await chaptersOf(reader, box) };
    if (box.type === 'mdia') track = { ...track, ...(await mediaOf(reader, box)) };
    if (box.type === 'udta') userData = { ...userData, ...(await readUserData(reader, box)) };
  }
  return { ...track, ...userData };
}

/** ISO/IEC 14496-12, section 8.3.2: bit 0 of the flags is `track_enabled`; version 1 has times of 64 bits. */
function headerOf(data: Uint8Array): Pick<IsoTrack, 'id' | 'isEnabled'> {
  const idAt = data[0] === 1 ? 20 : 12;
  return { id: toInteger(data.subarray(idAt, idAt + 4)), isEnabled: ((data[3] ?? 0) & 1) === 1 };
}

async function chaptersOf(reader: BoundedReader, tref: Box): Promise<number[]> {
  const ids: number[] = [];
  for await (const box of boxes(reader, tref.start, tref.end)) {
    if (box.type !== 'chap') continue;
    const data = await dataOf(reader, box, 256);
    for (let at = 0; at + 4 <= data.length; at += 4) ids.push(toInteger(data.subarray(at, at + 4)));
  }
  return ids;
}

async function mediaOf(reader: BoundedReader, mdia: Box): Promise<Partial<IsoTrack>> {
  let kind: Kind = 'data';
  let title: string | undefined;
  let packed: string | undefined;
  let extended: string | undefined;
  for await (const box of boxes(reader, mdia.start, mdia.end)) {
    if (box.type === 'mdhd') packed = languageOf(await dataOf(reader, box, 34));
    if (box.type === 'elng') extended = decodeText((await dataOf(reader, box, MAX_TEXT_BYTES)).subarray(4));
    if (box.type !== 'hdlr') continue;
    const data = await dataOf(reader, box, MAX_TEXT_BYTES);
    kind = KINDS[toCode(data.subarray(8, 12))] ?? 'data';
    title = handlerName(data);
  }
  return { kind, ...(title && { title }), language: extended || packed };
}

/** ISO/IEC 14496-12, section 8.4.2: three letters of five bits. Values below 0x400 are Macintosh codes of QuickTime. */
function languageOf(data: Uint8Array): string | undefined {
  const at = data[0] === 1 ? 32 : 20;
  const code = toInteger(data.subarray(at, at + 2));
  if (code < 0x400 || code >= 0x7fff) return undefined;
  return toCode(Uint8Array.of((code >> 10) + 0x60, ((code >> 5) & 31) + 0x60, (code & 31) + 0x60));
}

/** A QuickTime handler (`mhlr`) has a counted string, an ISO one a string that ends with zero. */
function handlerName(data: Uint8Array): string | undefined {
  const name = data.subarray(24);
  const count = name[0] ?? 0;
  const isCounted = toCode(data.subarray(4, 8)) === 'mhlr' && count < name.length;
  const text = decodeText(isCounted ? name.subarray(1, 1 + count) : name).trim();
  return GENERIC_NAMES.test(text) ? undefined : text;
}
