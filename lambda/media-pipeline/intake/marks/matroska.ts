import type { BoundedReader } from './bounded-reader';
import { toInteger } from './bytes';
import { type Element, elementAt, elements } from './ebml';
import { trackOf, withDefaults } from './matroska-track';
import { type ContainerTrack, MAX_TRACKS } from './track-marks';

/** Element ids: https://www.iana.org/assignments/matroska/ (RFC 9559). */
const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  cluster: 0x1f43b675,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  void: 0xec,
  crc32: 0xbf,
} as const;

/** Reads the `Tracks` of Matroska and WebM files. */
export async function readMatroska(reader: BoundedReader): Promise<ContainerTrack[]> {
  const tracks = await findTracks(reader);
  if (!tracks) return [];
  const entries: Awaited<ReturnType<typeof trackOf>>[] = [];
  for await (const element of elements(reader, tracks.start, tracks.end)) {
    if (element.id === ID.trackEntry) entries.push(await trackOf(reader, element));
    // `Tracks` of unknown size end at the first element that cannot be in them.
    else if (element.id !== ID.void && element.id !== ID.crc32) break;
    if (entries.length === MAX_TRACKS) break;
  }
  return withDefaults(entries);
}

async function findSegment(reader: BoundedReader): Promise<Element | undefined> {
  const header = await elementAt(reader, 0, reader.size);
  if (header?.id !== ID.ebml || header.isOpen) return undefined;
  for (let offset = header.end; ; ) {
    // The last segment of a recording that was cut off is longer than the file.
    const element = await elementAt(reader, offset, Number.MAX_SAFE_INTEGER);
    if (!element) return undefined;
    if (element.id === ID.segment) return { ...element, end: Math.min(element.end, reader.size) };
    if (element.id !== ID.void && element.id !== ID.crc32) return undefined;
    offset = element.end;
  }
}

async function findTracks(reader: BoundedReader): Promise<Element | undefined> {
  const segment = await findSegment(reader);
  if (!segment) return undefined;
  let sought: number | undefined;
  for (let offset = segment.start; offset < segment.end; ) {
    const element = await elementAt(reader, offset, segment.end);
    if (!element || element.id === ID.tracks) return element;
    if (element.id === ID.seekHead) sought ??= await tracksPosition(reader, element);
    if (element.id === ID.cluster && sought !== undefined) {
      const tracks = await elementAt(reader, segment.start + sought, segment.end);
      if (tracks?.id === ID.tracks) return tracks;
      sought = undefined;
    }
    // The children of a cluster of unknown size are skipped as if they were its siblings.
    offset = element.isOpen ? element.start : element.end;
  }
  return undefined;
}

/** Returns the offset of `Tracks` from the start of the segment's data, the "segment position" of RFC 9559. */
async function tracksPosition(reader: BoundedReader, seekHead: Element): Promise<number | undefined> {
  for await (const seek of elements(reader, seekHead.start, seekHead.end)) {
    if (seek.id !== ID.seek) continue;
    const values = new Map<number, number>();
    for await (const { id, start, end } of elements(reader, seek.start, seek.end)) {
      const bytes = end - start <= 8 ? await reader.bytes(start, end - start) : undefined;
      if (bytes) values.set(id, toInteger(bytes));
    }
    if (values.get(ID.seekId) === ID.tracks) return values.get(ID.seekPosition);
  }
  return undefined;
}
