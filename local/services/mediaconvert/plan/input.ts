import type { AudioSelector, Input } from '@aws-sdk/client-mediaconvert';
import type { MediaInfo, MediaTrack } from '../../../engines/transcode/media-info';
import { codes, JobError } from '../errors';

const none = 'The input does not contain the video or audio that the job uses';

/** Codecs of covers. */
const stills = new Set(['mjpeg', 'png']);

/**
 * Returns the video track that a job uses: the first one that is not a cover. Which track MediaConvert uses of a file with
 * several is not documented. Throws {@link JobError} if there is none or it is encrypted.
 */
export function videoTrack(info: MediaInfo): MediaTrack {
  const pictures = info.tracks.filter(({ kind }) => kind === 'video');
  const track = pictures.find(({ codec }) => !stills.has(codec)) ?? pictures[0];
  // MediaConvert would encode black pictures. `black.ts` does so for files.
  if (!track) throw new JobError(codes.unsupported, `${none}: it has no video track`);
  return usable(track);
}

export function hasVideo(info: MediaInfo): boolean {
  return info.tracks.some(({ kind }) => kind === 'video');
}

/** Returns the audio tracks of a selector. Throws {@link JobError} if one does not exist. */
export function audioTracks(info: MediaInfo, input: Input, name: string | undefined): MediaTrack[] {
  const selectors = input.AudioSelectors ?? {};
  // A description without a name uses the selector that is marked as the default, or the only one.
  const [fallback] = Object.entries(selectors).sort(([, a], [, b]) => rank(a) - rank(b));
  const selector = name === undefined ? fallback?.[1] : selectors[name];
  if (!selector) throw new JobError(codes.misfit, `The job's input has no audio selector ${name ?? ''}`);
  return pick(info, selector).map((track) => {
    if (!track) throw new JobError(codes.unsupported, `${none}: audio selector ${name ?? ''} matches no track`);
    return usable(track);
  });
}

const rank = (selector: AudioSelector) => (selector.DefaultSelection === 'DEFAULT' ? 0 : 1);

function pick(info: MediaInfo, selector: AudioSelector): (MediaTrack | undefined)[] {
  const { SelectorType, Tracks, Streams, LanguageCode, CustomLanguageCode } = selector;
  const isAudio = ({ kind }: MediaTrack) => kind === 'audio';
  // Streams are counted among all tracks, and only those with sound may be selected.
  if (SelectorType === 'STREAM') {
    return (Streams ?? []).map((number) => [info.tracks[number - 1]].find((track) => track && isAudio(track)));
  }
  const tracks = info.tracks.filter(isAudio);
  if (Tracks?.[0] !== undefined) return Tracks.map((number) => tracks[number - 1]);
  const language = CustomLanguageCode ?? LanguageCode;
  if (language) return [tracks.find((track) => track.language?.toLowerCase() === language.toLowerCase())];
  return [tracks.find(({ isDefault }) => isDefault) ?? tracks[0]];
}

function usable(track: MediaTrack): MediaTrack {
  if (track.encrypted)
    throw new JobError(codes.unsupported, `Track ${track.index + 1} of the input is encrypted (DRM)`);
  return track;
}
