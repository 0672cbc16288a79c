import type { Source } from './assets';

/** What one execution of the workflow is about. Its input, and part of every step's input. */
export interface Run {
  readonly assetId: string;
  /** Eight hexadecimal digits; see {@link Asset.run}. */
  readonly run: string;
  readonly source: Source;
}

/** An execution for the speech of a film alone: of an asset whose picture is published. */
export interface SpeechRun extends Run {
  readonly speech: {
    /** Eight hexadecimal digits: what {@link Run.run} is for files and jobs of the picture, this is for those of speech. */
    readonly attempt: string;
    /** BCP 47: what to translate and dub into. */
    readonly languages: readonly string[];
    /** What was heard before. Without it, the speech is recognized anew. */
    readonly original?: { readonly language: string; readonly cuesKey: string };
    readonly durationSeconds?: number;
  };
}
