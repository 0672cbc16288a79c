import type { Format, ProbeResult, Track, VideoProperties } from '@aws-sdk/client-mediaconvert';
import { Refusal } from '../../shared/errors';
import { tooLong } from '../lengths';
import type { Colour, Fraction, PictureProbe, Probe, SoundProbe } from '../messages';
import { chooseTracks } from './choose-tracks';
import type { LeftOut } from './left-out';
import type { TrackMarks } from './marks';

export interface Limits {
  readonly maxSourceBytes: number;
  readonly maxDurationSeconds: number;
}

/** The least width and height that MediaConvert encodes, in pixels. */
const leastSide = 32;

/**
 * The formats that are accepted. Files of other formats may refer to other files, as playlists do: MediaConvert would read
 * those with the permissions of the job's role. Its `Probe` leaves the format of such a file empty; a format that a later
 * version of the service recognizes is not accepted either until it is listed here.
 * https://docs.aws.amazon.com/mediaconvert/latest/apireference/probe.html
 */
const acceptedFormats: ReadonlySet<Format> = new Set([
  ...(['mp4', 'quicktime', 'three_gp', 'three_g2', 'matroska', 'webm', 'avi', 'asf', 'mxf'] as const),
  ...(['mpegts', 'mpegps', 'aac', 'ac3', 'eac3', 'flac', 'mp3', 'ogg', 'wave'] as const),
]);

/** Checks the size of a source. Throws a {@link Refusal} `EmptySource` or `SourceTooLarge`. */
export function checkSize(bytes: number, { maxSourceBytes }: Limits): void {
  if (bytes === 0) throw new Refusal('EmptySource');
  if (bytes > maxSourceBytes) {
    const gigabytes = (maxSourceBytes / 1e9).toFixed(1);
    throw new Refusal('SourceTooLarge', `The file is larger than the maximum of ${gigabytes} GB.`);
  }
}

function fraction(ratio?: { Numerator?: number; Denominator?: number }): Fraction | undefined {
  const { Numerator: numerator, Denominator: denominator } = ratio ?? {};
  return numerator && denominator ? { numerator, denominator } : undefined;
}

function colour({ TransferCharacteristics, CodecMetadata }: VideoProperties): Colour {
  const declared = TransferCharacteristics !== 'UNSPECIFIED' ? TransferCharacteristics : undefined;
  // In transport streams, only the codec's own metadata contains it.
  const transfer = declared ?? CodecMetadata?.TransferCharacteristics;
  if (transfer === 'SMPTE_2084') return 'HDR10';
  return transfer === 'ARIB_B67' ? 'HLG' : 'SDR';
}

/**
 * The rotation of the picture. For MP4 and QuickTime, MediaConvert's automatic rotation reads only the container, and
 * the ladder's sizes must agree with it. Angles that are not a multiple of 90 degrees are ignored.
 */
function rotation(container: string, { Rotation, CodecMetadata }: VideoProperties): PictureProbe['rotation'] {
  const inContainer = container === 'mp4' || container === 'quicktime';
  const degrees = ((Rotation ?? (inContainer ? 0 : CodecMetadata?.Rotation) ?? 0) + 360) % 360;
  return degrees === 90 || degrees === 180 || degrees === 270 ? degrees : 0;
}

function picture(container: string, { Codec, Duration, VideoProperties: video = {} }: Track): PictureProbe {
  const { Width = 0, Height = 0, CodecMetadata } = video;
  const shape = fraction(video.SampleAspectRatio) ?? fraction(CodecMetadata?.SampleAspectRatio);
  // One side is stretched to square pixels; shrinking the other side would lose detail.
  const pixelShape = shape ? shape.numerator / shape.denominator : 1;
  const width = pixelShape >= 1 ? Math.round(Width * pixelShape) : Width;
  const height = pixelShape < 1 ? Math.round(Height / pixelShape) : Height;
  const turned = rotation(container, video);
  const sideways = turned === 90 || turned === 270;
  if (Math.min(width, height) < leastSide) {
    throw new Refusal(
      'TooSmall',
      `The picture is ${width}×${height} pixels. Both sides must be at least ${leastSide} pixels.`,
    );
  }
  return {
    codec: Codec ?? 'UNKNOWN',
    width: sideways ? height : width,
    height: sideways ? width : height,
    rotation: turned,
    frameRate: fraction(video.FrameRate) ?? fraction(CodecMetadata?.CodedFrameRate),
    bitDepth: video.BitDepth ?? CodecMetadata?.BitDepth ?? 8,
    colour: colour(video),
    matrix: [video.MatrixCoefficients, CodecMetadata?.MatrixCoefficients].find((one) => one && one !== 'UNSPECIFIED'),
    interlaced: CodecMetadata?.FieldOrder !== undefined || /interlaced/i.test(CodecMetadata?.ScanType ?? ''),
    durationSeconds: Duration,
  };
}

/** The tracks of a source that are encoded, and those that are left out. */
export interface Summary {
  readonly probe: Probe;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Translates MediaConvert's probe result.
 * @param marks the marks that the container itself has
 * @param declared BCP 47: the spoken language that the creator declared. It overrides the file's metadata.
 * @throws a {@link Refusal}: `NotMedia`, `NoTracks`, `UnsupportedCodec`, `TooSmall`, `TooLong`
 */
export function summarize(
  { Container }: ProbeResult,
  limits: Limits,
  { marks = [], declared }: { readonly marks?: readonly TrackMarks[]; readonly declared?: string } = {},
): Summary {
  const { Format, Tracks: tracks = [], Duration } = Container ?? {};
  if (!Format || !acceptedFormats.has(Format)) {
    throw new Refusal('NotMedia', 'The file is not in a supported video or audio format.');
  }
  const { picture: shown, sounds, has, leftOut } = chooseTracks({ container: Format, tracks, marks, declared });
  if (has.picture && !shown) {
    throw new Refusal('UnsupportedCodec', 'The picture is protected, or encoded in a format that is not supported.');
  }
  // A film must not be published mute because its sound cannot be read.
  if (has.sound && sounds.length === 0) {
    throw new Refusal(
      'UnsupportedCodec',
      'The sound is protected, or encoded in a format that is not supported, such as DTS or TrueHD.',
    );
  }
  if (!shown && sounds.length === 0) throw new Refusal('NoTracks');
  const durations = tracks.flatMap((track) => track.Duration ?? []);
  const durationSeconds = Duration || (durations.length > 0 ? Math.max(...durations) : undefined);
  // A film that does not declare its duration is judged by its encoding, before its publication.
  if (durationSeconds !== undefined && durationSeconds > limits.maxDurationSeconds) {
    throw tooLong(limits.maxDurationSeconds);
  }
  const audio = inDeclaredLanguage(sounds, declared);
  return { probe: { container: Format, durationSeconds, video: shown && picture(Format, shown), audio }, leftOut };
}

function inDeclaredLanguage(sounds: readonly SoundProbe[], declared: string | undefined): readonly SoundProbe[] {
  const [original, ...others] = sounds;
  return original && declared ? [{ ...original, language: declared }, ...others] : sounds;
}
