import type { MediaInfo, MediaTrack } from '../../engines/transcode/media-info';
import { reasons, TranscriptionFailure } from './failure';

/** https://docs.aws.amazon.com/general/latest/gr/transcribe.html: a file of 2 GB, four hours. */
export const limits = { bytes: 2 * 1024 ** 3, seconds: 4 * 3600, leastSeconds: 0.5 } as const;

interface Wanted {
  readonly MediaFormat?: string;
  readonly MediaSampleRateHertz?: number;
}

/** Returns the file's format and audio track. Throws {@link TranscriptionFailure} for files that Transcribe refuses. */
export function examine(info: MediaInfo, wanted: Wanted): { readonly format: string; readonly track: MediaTrack } {
  const formats = formatsOf(info);
  const [first] = formats;
  if (first === undefined) throw new TranscriptionFailure(reasons.unsupportedFormat);
  if (wanted.MediaFormat !== undefined && !formats.includes(wanted.MediaFormat)) {
    throw new TranscriptionFailure(reasons.otherFormat);
  }
  const tracks = info.tracks.filter(({ kind, encrypted }) => kind === 'audio' && !encrypted);
  const track = tracks.find(({ isDefault }) => isDefault) ?? tracks[0];
  if (!track) throw new TranscriptionFailure(reasons.noSound);
  const rate = track.audio?.sampleRate;
  if (wanted.MediaSampleRateHertz !== undefined && rate !== wanted.MediaSampleRateHertz) {
    throw new TranscriptionFailure(reasons.otherSampleRate);
  }
  const { durationSeconds } = info;
  if (durationSeconds !== undefined && durationSeconds > limits.seconds)
    throw new TranscriptionFailure(reasons.tooLong);
  if (durationSeconds !== undefined && durationSeconds < limits.leastSeconds) {
    throw new TranscriptionFailure(reasons.tooShort);
  }
  return { format: wanted.MediaFormat ?? first, track };
}

/** Returns Transcribe's names of a container, by FFmpeg's name; none for a container that Transcribe refuses. */
function formatsOf({ format, brand }: MediaInfo): readonly string[] {
  // MP4 is derived from QuickTime files, and the service accepts one declared as the other.
  if (format.startsWith('mov,mp4')) return brand?.startsWith('M4A') ? ['m4a', 'mp4'] : ['mp4', 'm4a'];
  if (format.startsWith('matroska')) return brand === 'webm' ? ['webm'] : [];
  return ['mp3', 'wav', 'flac', 'ogg', 'amr'].filter((name) => name === format);
}
