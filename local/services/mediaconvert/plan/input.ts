import type { AudioSelector, Input } from '@aws-sdk/client-mediaconvert';
import type { MediaInfo, MediaTrack } from '../../../engines/transcode/media-info';
import { codes, JobError } from '../errors';

const none = 'The input does not contain the video or audio that the job uses';

/**
 * Returns the video track that a job uses, which is the first one. Throws {@link JobError} if there is none or it is
 * encrypted.
 */
export function videoTrack(info: MediaInfo): MediaTrack {
  const track = info.tracks.find(({ kind }) => kind === 'video');
  // MediaConvert would encode black pictures. `black.ts` does so for files.
  if (!track) throw new JobError(codes.unsupported, `${none}: it has no video track`);
  return usable(track);
}

export function hasVideo(info: MediaInfo): boolean {
  return info.tracks.some(({ kind }) => kind === 'video');
}

/** Returns the audio track of a selector. Throws {@link JobError} if it does not exist. */
export function audioTrack(info: MediaInfo, input: Input, name: string | undefined): MediaTrack {
  const selectors = input.AudioSelectors ?? {};
  // A description without a name uses the selector that is marked as the default, or the only one.
  const [fallback] = Object.entries(selectors).sort(([, a], [, b]) => rank(a) - rank(b));
  const selector = name === undefined ? fallback?.[1] : selectors[name];
  if (!selector) throw new JobError(codes.misfit, `The job's input has no audio selector ${name ?? ''}`);
  const tracks = info.tracks.filter(({ kind }) => kind === 'audio');
  const picked = pick(tracks, selector);
  if (!picked) throw new JobError(codes.unsupported, `${none}: audio selector ${name ?? ''} matches no track`);
  return usable(picked);
}

const rank = (selector: AudioSelector) => (selector.DefaultSelection === 'DEFAULT' ? 0 : 1);

function pick(tracks: readonly MediaTrack[], { Tracks, LanguageCode, CustomLanguageCode }: AudioSelector) {
  if (Tracks?.[0] !== undefined) return tracks[Tracks[0] - 1];
  const language = CustomLanguageCode ?? LanguageCode;
  if (language) return tracks.find((track) => track.language?.toLowerCase() === language.toLowerCase());
  return tracks.find(({ isDefault }) => isDefault) ?? tracks[0];
}

function usable(track: MediaTrack): MediaTrack {
  if (track.encrypted)
    throw new JobError(codes.unsupported, `Track ${track.index + 1} of the input is encrypted (DRM)`);
  return track;
}
