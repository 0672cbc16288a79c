import type { Run } from '../shared/run';
import type { SpeechNews, WaitingNews } from '../shared/speech-news';

/** A frame rate or another ratio, in lowest terms. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

export type Colour = 'SDR' | 'HDR10' | 'HLG';

export interface PictureProbe {
  readonly codec: string;
  /** The size that viewers see, in square pixels: after the container's rotation and the samples' aspect ratio. */
  readonly width: number;
  readonly height: number;
  /** Clockwise degrees that a player turns the coded picture by. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** Missing if the container does not declare it. */
  readonly frameRate?: Fraction;
  readonly bitDepth: number;
  readonly colour: Colour;
  /** MediaConvert's name of the matrix coefficients: `ITU_709`, `RGB`, …; missing if the file does not declare them. */
  readonly matrix?: string;
  readonly interlaced: boolean;
  readonly durationSeconds?: number;
}

/** The audio tracks of a source that make up one sound. */
export interface SoundTracks {
  /** Counted from 1 among the file's audio tracks, as MediaConvert's audio selectors count. */
  readonly track: number;
  /** The track with the right channel, if `track` has the left one only. */
  readonly rightTrack?: number;
  /**
   * The same tracks, counted from 1 among all tracks of the file. Given if an earlier audio track cannot be read:
   * MediaConvert counts the audio tracks that it recognizes, and that one may not be among them.
   */
  readonly streams?: readonly number[];
}

export interface SoundProbe extends SoundTracks {
  readonly codec: string;
  readonly channels: number;
  /** Hertz. */
  readonly sampleRate?: number;
  /** BCP 47; missing if the file does not declare it. */
  readonly language?: string;
  readonly durationSeconds?: number;
}

/** The tracks of a source, as found by `inspect`: a picture, or sound, or both. */
export interface Probe {
  /** MediaConvert's name of the format: `mp4`, `quicktime`, `matroska`, … */
  readonly container: string;
  /** Missing for formats that do not declare it, such as raw streams. */
  readonly durationSeconds?: number;
  readonly video?: PictureProbe;
  readonly audio: readonly SoundProbe[];
}

/** One picture size to be encoded. */
export interface Rung {
  /** The short side: `1080p`, for portrait films too. */
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
  /** If missing, the source's frame rate is used. */
  readonly frameRate?: Fraction;
  /** Closed GOPs of this many frames in every rung, at least two seconds. Missing where the frame rate is. */
  readonly gopFrames?: number;
  /** The source's HDR system, which has to be mapped to SDR. */
  readonly toneMap?: Exclude<Colour, 'SDR'>;
  /** Whether SDR colours have to be converted to BT.709, which players assume for untagged high definition. */
  readonly to709?: true;
  readonly deinterlace: boolean;
  /** The rotation for MediaConvert: automatic for MP4 and QuickTime, else the rotation from the probe. */
  readonly rotate: 'AUTO' | 'DEGREES_90' | 'DEGREES_180' | 'DEGREES_270';
  /** Pixels of one trick-play thumbnail; the height follows from the picture's shape. */
  readonly thumbnailWidth: number;
}

export interface Sound extends SoundTracks {
  readonly channels: 1 | 2;
  /** Bits per second. */
  readonly bitrate: number;
  /** BCP 47; `und` if unknown. */
  readonly language: string;
}

/** The renditions to be encoded. Silent films have no sound, audio recordings no picture. */
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
/** The tracks of a source, and its creator's wishes about its speech. */
export interface Inspection {
  readonly probe: Probe;
  /** Whether the sound must be extracted because Transcribe cannot read the source. */
  readonly mustExtract: boolean;
  /** BCP 47: the spoken language that the creator declared. */
  readonly language: string | null;
  /** BCP 47: the languages to translate and dub into. */
  readonly targets: readonly string[];
}
export interface PlanLadderInput extends Pick<Run, 'assetId' | 'run'> {
  readonly probe: Probe;
}
export interface TranscodeInput extends Run {
  readonly ladder: Ladder;
  /** The lengths of the source. Those of the encoding are compared with them when the job ends. */
  readonly lengths?: Lengths;
  /** `$states.context.Task.Token` */
  readonly taskToken: string;
}
/** The result with which a waiting `transcode` task is completed. */
export interface TranscodeOutput {
  readonly jobId: string;
}
export interface PublishInput extends Pick<Run, 'assetId' | 'run'> {
  /** Given when the picture and the original sound have been encoded; their lengths are compared with it. */
  readonly probe?: Probe;
  /** The news of a step. */
  readonly news?: SpeechNews | WaitingNews;
  /** Whether this is the execution's last publication. */
  readonly isLast?: boolean;
  /** The attempt of an execution for speech only; see {@link SpeechRun}. */
  readonly attempt?: string;
}
/** The current publication. Empty until there is a picture or sound to publish. */
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
  readonly correlationId?: string;
  /** `$states.errorOutput.Error` and `.Cause` */
  readonly error: string;
  readonly cause?: string;
}
