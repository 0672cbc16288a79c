/** One recognised word: lower case, seconds from the beginning of the sound, confidence from 0 to 1. */
export interface HeardWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

/** The words between two pauses; never empty. */
export type Utterance = readonly HeardWord[];

/** What the process reports while it works: each utterance, and nothing every second, which proves that it works. */
export interface RecogniseProgress {
  readonly utterance?: Utterance;
}

/**
 * What the runtime sends to the process that recognises speech. Its progress is {@link RecogniseProgress}; its result is
 * whether it reached the end of the sound.
 */
export interface RecogniseTask {
  /** The path of Vosk's shared library. */
  readonly library: string;
  /** The path of a Vosk model. */
  readonly model: string;
  /** The path of bare samples: 16 bits, little-endian, one channel, {@link sampleRate}. */
  readonly sound: string;
  /** Stops after about so many seconds of speech; listens to the end when absent. */
  readonly speechSeconds?: number;
}

/** Samples per second that the models are made for. */
export const sampleRate = 16_000;
