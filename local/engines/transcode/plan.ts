/**
 * What a transcode is, whoever carries it out: one input, decoded once; filter graphs that split, scale and resample;
 * and output files with an encoder for each of their tracks. Names of filters, encoders, formats and options are
 * FFmpeg's own.
 */
export interface TranscodePlan {
  /** The path of the film; absent when the graphs are fed by source filters alone. */
  readonly input?: string;
  readonly graphs: readonly GraphPlan[];
  readonly outputs: readonly OutputPlan[];
  /** What the input is expected to last, in seconds; progress is measured against it. */
  readonly durationSeconds?: number;
}

export interface GraphPlan {
  /** In FFmpeg's syntax. Its inputs are labelled `[0:{stream}]`, as FFmpeg's command line names them. */
  readonly description: string;
  /** Indexes of the streams it takes. */
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
  /** The graphs' output that is encoded. */
  readonly label: string;
  readonly medium: 'video' | 'audio';
  readonly encoder: string;
  /** The encoder's options. */
  readonly options: Readonly<Record<string, string>>;
  /** ISO 639-2, written to the track. */
  readonly language?: string;
  /**
   * Drops the packets before time zero, in which an AAC encoder warms up: then no edit list is needed, and sound keeps
   * the same time line as the picture.
   */
  readonly trimPriming?: boolean;
}

export interface Progress {
  /** How far the encoders have come, in seconds of the film. */
  readonly seconds: number;
  /** Pictures encoded so far, of the output that has most. */
  readonly frames: number;
}

export interface TranscodeOutcome {
  /** How often the demuxer or a decoder complained. */
  readonly errors: number;
  /** The first few complaints. */
  readonly messages: readonly string[];
}

/** Who carries plans out: the libraries inside `node-av`, or an `ffmpeg` program. */
export type Driver = { readonly kind: 'node-av' } | { readonly kind: 'ffmpeg'; readonly path: string };
