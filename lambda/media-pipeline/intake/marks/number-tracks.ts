import { cleanLanguage, cleanTitle, roleOfTitle } from './texts';
import { type ContainerTrack, type Kind, MAX_TRACKS, type TrackMarks } from './track-marks';

/** Cleans the texts of the tracks, numbers the tracks of each kind, and uses titles where there is no role mark. */
export function numberTracks(tracks: readonly ContainerTrack[]): TrackMarks[] {
  const counts = new Map<Kind, number>();
  return tracks.slice(0, MAX_TRACKS).map(({ kind, isDefault, role, ...texts }) => {
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const title = cleanTitle(texts.title ?? '');
    const language = cleanLanguage(texts.language ?? '');
    const hasRole = kind === 'sound' || kind === 'captions';
    const known = hasRole ? (role ?? roleOfTitle(title ?? '')) : undefined;
    return {
      kind,
      number,
      ...(isDefault !== undefined && { isDefault }),
      ...(known && { role: known }),
      ...(title && { title }),
      ...(language && { language }),
    };
  });
}
