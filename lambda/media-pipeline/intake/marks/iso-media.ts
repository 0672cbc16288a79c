import type { BoundedReader } from './bounded-reader';
import { type Box, boxes } from './boxes';
import { type IsoTrack, isoTrackOf } from './iso-track';
import { type ContainerTrack, MAX_TRACKS } from './track-marks';

/** Reads the tracks of MP4 and QuickTime files, wherever their `moov` box is. */
export async function readIsoMedia(reader: BoundedReader): Promise<ContainerTrack[]> {
  const tracks: IsoTrack[] = [];
  const movie = await findMovie(reader);
  if (!movie) return [];
  for await (const box of boxes(reader, movie.start, movie.end)) {
    if (box.type === 'trak') tracks.push(await isoTrackOf(reader, box));
    if (tracks.length === MAX_TRACKS) break;
  }
  return withDefaults(withoutChapters(tracks));
}

async function findMovie(reader: BoundedReader): Promise<Box | undefined> {
  for await (const box of boxes(reader, 0, reader.size)) {
    if (box.type === 'moov') return box;
  }
  return undefined;
}

/** A text track that another track refers to as its list of chapters does not contain captions. */
function withoutChapters(tracks: readonly IsoTrack[]): IsoTrack[] {
  const chapters = new Set(tracks.flatMap(({ chapterTracks }) => chapterTracks));
  return tracks.map((track) =>
    track.kind === 'captions' && chapters.has(track.id) ? { ...track, kind: 'data' as const } : track,
  );
}

/** Most writers enable every track: the flag means something only where the tracks of a kind differ. */
function withDefaults(tracks: readonly IsoTrack[]): ContainerTrack[] {
  const isMark = ({ kind, isEnabled }: IsoTrack) =>
    tracks.some((other) => other.kind === kind && other.isEnabled !== isEnabled);
  return tracks.map((track) => {
    const { kind, role, title, language, isEnabled } = track;
    return { kind, role, title, language, ...(isMark(track) && { isDefault: isEnabled }) };
  });
}
