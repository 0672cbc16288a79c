import { SpeechFailure } from '../../shared/errors';
import type { SoundProbe } from '../messages';

/** Transcribe's names of the containers that it reads. */
export type TranscribeFormat = 'mp3' | 'mp4' | 'wav' | 'flac' | 'ogg' | 'amr' | 'webm';

export interface SpeechSourceInput {
  /** See {@link Probe.container}. */
  readonly container: string;
  /** Bytes. */
  readonly size: number;
  readonly durationSeconds?: number;
  /** The sound to be recognized: the first of {@link Probe.audio}, which the ladder encodes too. */
  readonly sound?: Pick<SoundProbe, 'track' | 'rightTrack' | 'channels' | 'sampleRate'>;
}

export type SpeechSource =
  | { readonly extract: true }
  /** `mediaFormat` is missing if the film is too long in any form: `transcribe` then refuses it, and no job is paid for. */
  | { readonly extract: false; readonly mediaFormat?: TranscribeFormat };

/**
 * Transcribe accepts files of at most 2 GB and four hours. Its documentation does not define whether a gigabyte has
 * 1000 or 1024 megabytes; the smaller value is safe in both cases. https://docs.aws.amazon.com/transcribe/latest/dg/limits-guidelines.html
 */
const maxBytes = 2_000_000_000;
const maxSpeechSeconds = 4 * 3600;

/** Transcribe supports no more channels. https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-input-channels */
const maxChannels = 2;
const maxSampleRate = 48_000;

/**
 * Transcribe's names of containers by MediaConvert's names. QuickTime is not among them, although it is similar to MP4. https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html
 */
export const transcribeFormats: Readonly<Record<string, TranscribeFormat>> = {
  mp4: 'mp4',
  mp3: 'mp3',
  wave: 'wav',
  flac: 'flac',
  ogg: 'ogg',
  webm: 'webm',
};

/** Decides whether Transcribe can read the source itself, or a job has to extract its sound first. See docs/adr/0012. */
export function speechSource({ container, size, durationSeconds = 0, sound }: SpeechSourceInput): SpeechSource {
  if (durationSeconds > maxSpeechSeconds) return { extract: false };
  const mediaFormat = transcribeFormats[container];
  // Transcribe documents no way to choose a track other than the first.
  const { track = 1, rightTrack, channels = 1, sampleRate = maxSampleRate } = sound ?? {};
  const isFit = track === 1 && rightTrack === undefined && channels <= maxChannels && sampleRate <= maxSampleRate;
  if (!mediaFormat || size > maxBytes || !isFit) return { extract: true };
  return { extract: false, mediaFormat };
}

/** Throws {@link SpeechFailure} `SpeechTooLong` if Transcribe does not accept speech of this duration. */
export function checkSpeechLength(durationSeconds = 0): void {
  if (durationSeconds > maxSpeechSeconds) {
    throw new SpeechFailure('SpeechTooLong');
  }
}
