import { BoundedReader } from './bounded-reader';
import { toCode, toInteger } from './bytes';
import { readIsoMedia } from './iso-media';
import { readMatroska } from './matroska';
import { numberTracks } from './number-tracks';
import type { ContainerTrack, ReadRange, TrackMarks } from './track-marks';
import { packetLayout, readTransportStream } from './transport-stream';

export type { ReadRange, TrackMarks } from './track-marks';

const EBML = 0x1a45dfa3;

/** Boxes that a QuickTime or MP4 file starts with. Files without `ftyp` are older than the box. */
const FIRST_BOXES: ReadonlySet<string> = new Set(['ftyp', 'moov', 'wide', 'mdat', 'free', 'skip']);

/**
 * Reads the marks that a container has for its tracks: Matroska, WebM, MP4, QuickTime and MPEG-2 transport streams.
 * `size` is the size of the file, in bytes. At most 64 reads and 16 MiB. Never throws for what a file contains: a file
 * that cannot be understood has no marks (`[]`). Errors of `read` are thrown.
 */
export async function readMarks(read: ReadRange, size: number): Promise<readonly TrackMarks[]> {
  return numberTracks(await tracksIn(new BoundedReader(read, size)));
}

async function tracksIn(reader: BoundedReader): Promise<readonly ContainerTrack[]> {
  const head = await reader.bytes(0, 8);
  if (!head) return [];
  if (toInteger(head.subarray(0, 4)) === EBML) return readMatroska(reader);
  if (FIRST_BOXES.has(toCode(head.subarray(4)))) return readIsoMedia(reader);
  const layout = await packetLayout(reader);
  return layout ? readTransportStream(reader, layout) : [];
}
