/** How a stretch of text is spoken. Each value is a multiple of the voice's natural one. */
export interface Manner {
  /** The speed: 2 is twice as fast as natural. */
  readonly rate: number;
  readonly pitch: number;
  /** The amplitude. */
  readonly volume: number;
}

/** One piece of the text to speak. */
export type Segment =
  | ({ readonly kind: 'phrase'; readonly text: string /** Polly's code. */; readonly language: string } & Manner)
  | { readonly kind: 'pause'; readonly seconds: number };

/** The program that speaks, and how it finds the voice. */
export type Instrument =
  | {
      readonly program: 'pico';
      /** Paths of Pico's text analysis and signal generation for the language. */
      readonly analysis: string;
      readonly signal: string;
      /** A multiple of the voice's natural pitch. */
      readonly pitch: number;
    }
  | {
      readonly program: 'espeak';
      /** eSpeak NG's name of a voice, with its variant: `it+f2`. */
      readonly voice: string;
      readonly pitch: number;
    };

/** What the runtime sends to the process that speaks: segments with their instruments already chosen. */
export interface SpeakTask {
  readonly id: number;
  readonly sampleRate: 8000 | 16000;
  readonly parts: readonly Part[];
}

export type Part =
  | ({ readonly kind: 'phrase'; readonly text: string; readonly instrument: Instrument } & Manner)
  | { readonly kind: 'pause'; readonly seconds: number };

/** What that process sends back. Sound is bare samples of 16 bits, little-endian, one channel. */
export type SpeakMessage =
  | { readonly id: number; readonly kind: 'sound'; readonly samples: Uint8Array }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

/** Samples of one channel, with their rate. */
export interface Sound {
  readonly samples: Int16Array;
  readonly sampleRate: number;
}
