import type { Source } from './assets';

/** The input of an execution of the workflow, and part of the input of each step. */
export interface Run {
  readonly assetId: string;
  /** Eight hexadecimal digits; see {@link Asset.run}. */
  readonly run: string;
  readonly source: Source;
  /** The id of the request that caused the run. Missing for films that were uploaded before records contained it. */
  readonly correlationId?: string;
}

/** The input of an execution for speech only, of an asset whose picture is published. */
export interface SpeechRun extends Run {
  readonly speech: {
    /** Eight hexadecimal digits. They name files and jobs of the speech, as {@link Run.run} names those of the picture. */
    readonly attempt: string;
    /** BCP 47: the languages to translate and dub into. */
    readonly languages: readonly string[];
    /** The captions of an earlier execution. If missing, the speech is recognized again. */
    readonly original?: { readonly language: string; readonly cuesKey: string };
    readonly durationSeconds?: number;
  };
}
