import type { CaptionTrack, DubReport } from './assets';
import type { WaitingCode } from './reasons';

/** The outcome of recognizing a film's speech. */
export type CaptionsOutput =
  | { readonly speech: 'none'; readonly transcriptKey?: string }
  | {
      readonly speech: 'found';
      /** The wanted languages without the one that is spoken. */
      readonly targets: readonly string[];
      /** The duration of the film, or that of its speech if the film's is not known. */
      readonly durationSeconds: number;
      /** BCP 47. */
      readonly language: string;
      /** 0 to 1, the mean of the words. */
      readonly confidence: number;
      readonly transcriptKey: string;
      readonly captions: CaptionTrack;
    };

/** A step waits for a busy service. `waits`: `picture`, `speech`, or the tag of a language. */
export interface WaitingNews {
  readonly kind: 'waiting';
  readonly waits: string;
  readonly code: WaitingCode;
}

/** What a step of the speech's branch reports for the asset's record. */
export type SpeechNews =
  | { readonly kind: 'heard'; readonly heard: CaptionsOutput }
  | { readonly kind: 'captions'; readonly captions: CaptionTrack }
  | { readonly kind: 'dub'; readonly language: string; readonly folder: string; readonly report: DubReport }
  | { readonly kind: 'missing'; readonly language: string; readonly error: string; readonly cause?: string }
  | { readonly kind: 'failed'; readonly error: string; readonly cause?: string };
