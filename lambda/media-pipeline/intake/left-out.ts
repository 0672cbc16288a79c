import type { Note } from '../../shared/assets';
import { reasonOf } from '../../shared/reasons';
import type { TrackMarks } from './marks';

/** A track of the source that is not published. */
export interface LeftOut {
  /** Counted from 1 among all tracks of the file. */
  readonly track: number;
  readonly kind: TrackMarks['kind'];
  /** BCP 47 */
  readonly language?: string;
  /** The title in the file. */
  readonly title?: string;
  readonly why:
    | NonNullable<TrackMarks['role']>
    | 'unsupported'
    | 'still-picture'
    | 'second-picture'
    | 'other-sound'
    | 'captions'
    | 'data';
}

const reasons: Readonly<Record<LeftOut['why'], string>> = {
  unsupported: 'is protected, or encoded in a format that is not supported',
  'still-picture': 'is a single picture, such as a cover, or is encoded in a format that is not supported',
  'second-picture': 'is a second picture, and a film has one',
  commentary: 'is a commentary',
  descriptive: 'describes the picture for people who do not see it',
  'hearing-impaired': 'is made for people who do not hear well',
  'music-and-effects': 'has music and effects without the speech',
  'other-sound': 'is another sound, and one is published',
  captions: 'has captions, which are made from the speech instead',
  data: 'has data, such as timecodes',
};

/** A recorder may write hundreds of tracks. */
const mostNotes = 20;

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/** Notes for the film's creator: one for each track, and the number of the others if there are too many. */
export function notesOf(tracks: readonly LeftOut[]): Note[] {
  const notes = tracks.slice(0, mostNotes).map(({ title, ...track }): Note => {
    const parts = [
      track.kind,
      ...(track.language ? [languageNames.of(track.language) ?? track.language] : []),
      ...(title ? [`“${title}”`] : []),
    ];
    const message = `Track ${track.track} (${parts.join(', ')}) ${reasons[track.why]}. It is not published.`;
    return { ...reasonOf('TrackLeftOut', message), ...track };
  });
  const more = tracks.length - notes.length;
  if (more > 0) notes.push(reasonOf('TrackLeftOut', `${more} more tracks are not published.`));
  return notes;
}
