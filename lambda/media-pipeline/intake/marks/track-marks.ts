/** The description of one track in its container. Marks that the container does not have are missing. */
export interface TrackMarks {
  readonly kind: 'picture' | 'sound' | 'captions' | 'data';
  /** Position among the container's tracks of this kind, from 1, in the order of the file. */
  readonly number: number;
  /** Whether the file marks the track as the one to choose by default. Missing if the container has no such mark. */
  readonly isDefault?: boolean;
  /** What the sound or the captions are made for; missing for ordinary tracks. */
  readonly role?: 'commentary' | 'descriptive' | 'hearing-impaired' | 'music-and-effects';
  /** The title in the file, trimmed, at most 200 characters, without control characters; missing if empty. */
  readonly title?: string;
  /** As written in the file: BCP 47 or ISO 639-2, missing if undetermined (`und`). */
  readonly language?: string;
}

/** Reads `length` bytes from `offset`; may return fewer at the end of the file. */
export type ReadRange = (offset: number, length: number) => Promise<Uint8Array>;

export type Kind = TrackMarks['kind'];
export type Role = NonNullable<TrackMarks['role']>;

/** A track as a container describes it: texts are not cleaned yet. */
export type ContainerTrack = Omit<TrackMarks, 'number'>;

/** Tracks after this one are ignored. */
export const MAX_TRACKS = 256;
