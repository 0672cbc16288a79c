import { SpeechFailure } from './failures';

/** Containers that Transcribe reads, by its own names. */
export type TranscribeFormat = 'mp3' | 'mp4' | 'wav' | 'flac' | 'ogg' | 'amr' | 'webm';

export interface SpeechSourceInput {
  /** See {@link Probe.container}. */
  readonly container: string;
  /** Bytes. */
  readonly size: number;
  readonly durationSeconds?: number;
  /** The sound that is to be recognized, counted from 1 among the file's audio tracks; the first one if missing. */
  readonly track?: number;
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
export function speechSource({ container, size, durationSeconds = 0, track = 1 }: SpeechSourceInput): SpeechSource {
  if (durationSeconds > maxSpeechSeconds) return { extract: false };
  const mediaFormat = transcribeFormats[container];
  // Of several tracks, Transcribe is not documented to take any but the first.
  if (!mediaFormat || size > maxBytes || track !== 1) return { extract: true };
  return { extract: false, mediaFormat };
}

/** Throws {@link SpeechFailure} `SpeechTooLong`. */
export function checkSpeechLength(durationSeconds = 0): void {
  if (durationSeconds > maxSpeechSeconds) {
    throw new SpeechFailure('SpeechTooLong', 'Speech is recognized in films of at most 4 hours.');
  }
}
