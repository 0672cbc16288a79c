/**
 * A transcode, for any driver: one input, decoded once; filter graphs that split, scale and resample; and output files
 * with an encoder for each of their tracks. Names of filters, encoders, formats and options are FFmpeg's own.
 */
export interface TranscodePlan {
  /** The path of the film; absent if the graphs consist of source filters alone. */
  readonly input?: string;
  readonly graphs: readonly GraphPlan[];
  readonly outputs: readonly OutputPlan[];
  /** The expected length of the input, in seconds, against which progress is measured. */
  readonly durationSeconds?: number;
}

export interface GraphPlan {
  /** The graph in FFmpeg's syntax. Its inputs are labelled `[0:{stream}]`, as in FFmpeg's command line. */
  readonly description: string;
  /** Indexes of the input's streams that the graph uses. */
  readonly streams: readonly number[];
  /** Labels of its outputs, without brackets; each is the source of one track. */
  readonly outputs: readonly string[];
}

export interface OutputPlan {
  readonly path: string;
  readonly format: string;
  /** The muxer's options. */
  readonly options: Readonly<Record<string, string>>;
  readonly tracks: readonly TrackPlan[];
}

export interface TrackPlan {
  /** The label of the graph's output that is encoded. */
  readonly label: string;
  readonly medium: 'video' | 'audio';
  readonly encoder: string;
  /** The encoder's options. */
  readonly options: Readonly<Record<string, string>>;
  /** ISO 639-2, written to the track. */
  readonly language?: string;
  /**
   * Drops the packets before time zero, which an AAC encoder produces first. The track then needs no edit list, and
   * sound keeps the same time line as the picture.
   */
  readonly trimPriming?: boolean;
}

export interface Progress {
  /** The position of the encoders, in seconds of the film. */
  readonly seconds: number;
  /** The number of pictures encoded so far, in the output that has the most. */
  readonly frames: number;
}

export interface TranscodeOutcome {
  /** The number of errors of the demuxer and the decoders. */
  readonly errors: number;
  /** The first few of these errors. */
  readonly messages: readonly string[];
}

/** The program that carries plans out: the libraries inside `node-av`, or `ffmpeg`. */
export type Driver = { readonly kind: 'node-av' } | { readonly kind: 'ffmpeg'; readonly path: string };
