/** The description of a media file that can be found without decoding all of it. */
export interface MediaInfo {
  /** FFmpeg's name of the container: `mov,mp4,m4a,3gp,3g2,mj2`, `matroska,webm`. */
  readonly format: string;
  /** The member of that family: the major brand of MP4, `qt  ` for files without one, or Matroska's document type. */
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
  /** FFmpeg's name: `h264`, `aac`; `unknown` if it has none. */
  readonly codec: string;
  /** Four characters: `avc1`. */
  readonly codecTag?: string;
  /** The ISO 639-2 code in the file; absent when undetermined. */
  readonly language?: string;
  readonly durationSeconds?: number;
  readonly bitRate?: number;
  /** Whether the file marks the track as the default. */
  readonly isDefault: boolean;
  /** Whether the track has common encryption, so that it cannot be decoded without a key. */
  readonly encrypted: boolean;
  readonly video?: VideoInfo;
  readonly audio?: AudioInfo;
}

export interface VideoInfo {
  readonly width: number;
  readonly height: number;
  /** Pictures per second; the average if the rate varies. */
  readonly frameRate?: Rational;
  /** The angle by which players turn the picture, in degrees clockwise: 0, 90, 180 or 270. */
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
