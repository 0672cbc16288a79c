/** What a file turns out to hold, without decoding all of it. */
export interface MediaInfo {
  /** FFmpeg's name of the container: `mov,mp4,m4a,3gp,3g2,mj2`, `matroska,webm`. */
  readonly format: string;
  /** Which member of that family: the major brand of MP4, `qt  ` for files without one, Matroska's document type. */
  readonly brand?: string;
  readonly durationSeconds?: number;
  /** Bits per second. */
  readonly bitRate?: number;
  readonly tracks: readonly MediaTrack[];
}

export interface Rational {
  readonly num: number;
  readonly den: number;
}

export interface MediaTrack {
  /** The stream's index, from 0. */
  readonly index: number;
  readonly kind: 'video' | 'audio' | 'data';
  /** FFmpeg's name: `h264`, `aac`. `unknown` when it has none. */
  readonly codec: string;
  /** Four characters: `avc1`. */
  readonly codecTag?: string;
  /** ISO 639-2 as the file has it; absent when undetermined. */
  readonly language?: string;
  readonly durationSeconds?: number;
  readonly bitRate?: number;
  /** Marked as the one to play. */
  readonly isDefault: boolean;
  /** Common encryption: cannot be decoded without a key. */
  readonly encrypted: boolean;
  readonly video?: VideoInfo;
  readonly audio?: AudioInfo;
}

export interface VideoInfo {
  readonly width: number;
  readonly height: number;
  /** Pictures per second; the average where they come unevenly. */
  readonly frameRate?: Rational;
  /** Degrees, clockwise, that a player turns the picture by: 0, 90, 180 or 270. */
  readonly rotation: number;
  readonly sampleAspect: Rational;
  readonly pixelFormat: string;
  readonly bitDepth: number;
  readonly interlaced: boolean;
  /** FFmpeg's numbers, which are those of ITU-T H.273. */
  readonly colorPrimaries: number;
  readonly colorTransfer: number;
  readonly colorMatrix: number;
  readonly profile?: number;
  readonly level?: number;
}

export interface AudioInfo {
  readonly channels: number;
  /** `stereo`, `5.1`. */
  readonly layout: string;
  readonly sampleRate: number;
  readonly bitDepth?: number;
}
