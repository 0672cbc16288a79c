import { SpeechFailure } from '../../shared/errors';
import type { SoundProbe } from '../messages';

/** Containers that Transcribe reads, by its own names. */
export type TranscribeFormat = 'mp3' | 'mp4' | 'wav' | 'flac' | 'ogg' | 'amr' | 'webm';

export interface SpeechSourceInput {
  /** See {@link Probe.container}. */
  readonly container: string;
  /** Bytes. */
  readonly size: number;
  readonly durationSeconds?: number;
  /** What is to be recognized, {@link Probe.audio}'s first as the ladder has it. */
  readonly sound?: Pick<SoundProbe, 'track' | 'channels' | 'sampleRate'>;
}

export type SpeechSource =
  | { readonly extract: true }
  /** No `mediaFormat` where the film is too long in any form: `transcribe` refuses it, and no job is paid for. */
  | { readonly extract: false; readonly mediaFormat?: TranscribeFormat };

/**
 * A file has at most 2 GB and four hours. Whether a gigabyte has 1000 or 1024 megabytes, the limit does not say; the
 * smaller one is right either way. https://docs.aws.amazon.com/transcribe/latest/dg/limits-guidelines.html
 */
const maxBytes = 2_000_000_000;
const maxSpeechSeconds = 4 * 3600;

/** More are not supported. https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html#how-input-channels */
const maxChannels = 2;
const maxSampleRate = 48_000;

/**
 * MediaConvert's names of containers, by Transcribe's names of those that it reads. QuickTime is not among them, though
 * near to MP4. https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html
 */
export const transcribeFormats: Readonly<Record<string, TranscribeFormat>> = {
  mp4: 'mp4',
  mp3: 'mp3',
  wave: 'wav',
  flac: 'flac',
  ogg: 'ogg',
  webm: 'webm',
};

/** Whether Transcribe can be given the source as it is, or its sound has to be extracted first. See docs/adr/0012. */
export function speechSource({ container, size, durationSeconds = 0, sound }: SpeechSourceInput): SpeechSource {
  if (durationSeconds > maxSpeechSeconds) return { extract: false };
  const mediaFormat = transcribeFormats[container];
  // Of several tracks, Transcribe is not documented to take any but the first.
  const { track = 1, channels = 1, sampleRate = maxSampleRate } = sound ?? {};
  const isFit = track === 1 && channels <= maxChannels && sampleRate <= maxSampleRate;
  if (!mediaFormat || size > maxBytes || !isFit) return { extract: true };
  return { extract: false, mediaFormat };
}

/** Throws {@link SpeechFailure} `SpeechTooLong`. */
export function checkSpeechLength(durationSeconds = 0): void {
  if (durationSeconds > maxSpeechSeconds) {
    throw new SpeechFailure('SpeechTooLong', 'Speech is recognized in films of at most 4 hours.');
  }
}
