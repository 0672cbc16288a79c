/** How a stretch of text is to be spoken. */
export interface Manner {
  /** Of the voice's natural speed: 1 is natural, 2 twice as fast. */
  readonly rate: number;
  /** Of the voice's natural pitch. */
  readonly pitch: number;
  /** Of the voice's natural amplitude. */
  readonly volume: number;
}

/** What is said, piece by piece. */
export type Segment =
  | ({ readonly kind: 'phrase'; readonly text: string /** Polly's code. */; readonly language: string } & Manner)
  | { readonly kind: 'pause'; readonly seconds: number };

/** Who says it: a program, and what that program needs to know. */
export type Instrument =
  | {
      readonly program: 'pico';
      /** Paths of Pico's text analysis and signal generation for the language. */
      readonly analysis: string;
      readonly signal: string;
      /** Of the voice's own pitch. */
      readonly pitch: number;
    }
  | {
      readonly program: 'espeak';
      /** eSpeak NG's name of a voice, with its variant: `it+f2`. */
      readonly voice: string;
      readonly pitch: number;
    };

/** What the process that speaks is given: segments with their instruments already chosen. */
export interface Task {
  readonly id: number;
  readonly sampleRate: 8000 | 16000;
  readonly parts: readonly Part[];
}

export type Part =
  | ({ readonly kind: 'phrase'; readonly text: string; readonly instrument: Instrument } & Manner)
  | { readonly kind: 'pause'; readonly seconds: number };

/** What it answers: bare samples of 16 bits, little-endian, one channel. */
export type Answer =
  | { readonly id: number; readonly kind: 'sound'; readonly samples: Uint8Array }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

/** Samples of one channel, with their rate. */
export interface Sound {
  readonly samples: Int16Array;
  readonly sampleRate: number;
}
