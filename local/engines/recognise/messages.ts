/** One word as it was heard: lower case, seconds from the beginning of the sound, confidence from 0 to 1. */
export interface HeardWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

/** What was said between two pauses; never empty. */
export type Utterance = readonly HeardWord[];

/** What the runtime asks of the process that recognises, once in its life. */
export interface Task {
  /** The path of Vosk's shared library. */
  readonly library: string;
  /** The path of a Vosk model. */
  readonly model: string;
  /** The path of bare samples: 16 bits, little-endian, one channel, {@link sampleRate}. */
  readonly sound: string;
  /** Stops after about so many seconds of speech; listens to the end when absent. */
  readonly speechSeconds?: number;
}

/** What the process answers. */
export type Answer =
  | { readonly kind: 'utterance'; readonly words: Utterance }
  | { readonly kind: 'done'; readonly complete: boolean }
  | { readonly kind: 'failed'; readonly message: string };

/** Samples per second that the models are made for. */
export const sampleRate = 16_000;
