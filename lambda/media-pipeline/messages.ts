import type { Run } from '../shared/run';
import type { SpeechNews } from '../shared/speech-news';

/** A frame rate or another ratio, in lowest terms. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

export type Colour = 'SDR' | 'HDR10' | 'HLG';

export interface PictureProbe {
  readonly codec: string;
  /** As seen by a viewer, in square pixels: after the container's rotation and the samples' aspect ratio. */
  readonly width: number;
  readonly height: number;
  /** Clockwise degrees that a player turns the coded picture by. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** Missing where the container does not say. */
  readonly frameRate?: Fraction;
  readonly bitDepth: number;
  readonly colour: Colour;
  readonly interlaced: boolean;
  readonly durationSeconds?: number;
}

export interface SoundProbe {
  readonly codec: string;
  /** Counted from 1 among the file's audio tracks, as MediaConvert's audio selectors count. */
  readonly track: number;
  readonly channels: number;
  /** Hertz. */
  readonly sampleRate?: number;
  /** BCP 47; missing where the file does not say. */
  readonly language?: string;
  readonly durationSeconds?: number;
}

/** What `inspect` found in a source. Has a picture, or sound, or both. */
export interface Probe {
  /** MediaConvert's name of the format: `mp4`, `quicktime`, `matroska`, … */
  readonly container: string;
  /** Missing for formats that do not tell, such as raw streams. */
  readonly durationSeconds?: number;
  readonly video?: PictureProbe;
  readonly audio: readonly SoundProbe[];
}

/** One picture size to be encoded. */
export interface Rung {
  /** By the short side: `1080p`, for portrait film too. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Bits per second. */
  readonly maxBitrate: number;
  /** QVBR quality level, 1 to 10. */
  readonly quality: number;
}

export interface Picture {
  readonly rungs: readonly Rung[];
  /** Missing: the source's own. */
  readonly frameRate?: Fraction;
  /** Closed GOPs of this many frames in every rung, at least two seconds. Missing where the frame rate is. */
  readonly gopFrames?: number;
  /** The source's HDR system, which has to be mapped to SDR. */
  readonly toneMap?: Exclude<Colour, 'SDR'>;
  readonly deinterlace: boolean;
  /** How MediaConvert is to turn the picture: by its own reading of MP4 and QuickTime, else by what the probe found. */
  readonly rotate: 'AUTO' | 'DEGREES_90' | 'DEGREES_180' | 'DEGREES_270';
  /** Pixels of one trick-play thumbnail; the height follows from the picture's shape. */
  readonly thumbnailWidth: number;
}

export interface Sound {
  /** See {@link SoundProbe.track}. */
  readonly track: number;
  readonly channels: 1 | 2;
  /** Bits per second. */
  readonly bitrate: number;
  /** BCP 47, `und` where nobody knows. */
  readonly language: string;
}

/** What is to be encoded. Silent film has no sound, a recording no picture. */
export interface Ladder {
  readonly picture?: Picture;
  readonly sound?: Sound;
}

/** The lengths of a source's picture and sound as its container declares them, in seconds; missing if it does not. */
export interface Lengths {
  readonly picture?: number;
  readonly sound?: number;
}

export type InspectInput = Run;
/** What was found in a source, and what its creator wants of its speech. */
export interface Inspection {
  readonly probe: Probe;
  /** Whether the speech cannot be recognized in the source as it is. */
  readonly mustExtract: boolean;
  /** BCP 47: what is spoken, as its creator declared. */
  readonly language: string | null;
  /** BCP 47: what to translate and dub into. */
  readonly targets: readonly string[];
}
export interface PlanLadderInput {
  readonly probe: Probe;
}
export interface TranscodeInput extends Run {
  readonly ladder: Ladder;
  /** The source's; the encoding's are compared with them when the job ends. */
  readonly lengths?: Lengths;
  /** `$states.context.Task.Token` */
  readonly taskToken: string;
}
/** What a waiting `transcode` task is completed with. */
export interface TranscodeOutput {
  readonly jobId: string;
}
export interface PublishInput extends Pick<Run, 'assetId' | 'run'> {
  /** Given when the picture and the original sound have been encoded: they must be as long as it says. */
  readonly probe?: Probe;
  /** What has come of its speech. */
  readonly news?: SpeechNews;
  /** Nothing more comes of this execution. */
  readonly isLast?: boolean;
  /** The execution's, when it is for the speech alone; see {@link SpeechRun}. */
  readonly attempt?: string;
}
/** The publication in force; nothing as long as there is no picture to publish. */
export interface PublishOutput {
  readonly version?: number;
  /** Keys in the content bucket. */
  readonly hls?: string;
  readonly dash?: string;
  readonly durationSeconds?: number;
}
export interface FailInput {
  readonly assetId: string;
  readonly run: string;
  readonly attempt?: string;
  /** `$states.errorOutput.Error` and `.Cause` */
  readonly error: string;
  readonly cause?: string;
}
