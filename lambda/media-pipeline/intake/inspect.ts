import type { Format, ProbeResult, Track, VideoProperties } from '@aws-sdk/client-mediaconvert';
import { Refusal } from '../../shared/errors';
import { readLanguage } from '../../shared/language-tag';
import { tooLong } from '../lengths';
import type { Colour, Fraction, PictureProbe, Probe, SoundProbe } from '../messages';

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

/** Audio formats. A picture in a file of such a format is cover art. */
const audioFormats = new Set(['aac', 'ac3', 'eac3', 'flac', 'mp3', 'ogg', 'wave']);
const coverCodecs = new Set(['MJPEG', 'UNKNOWN', undefined]);

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
    interlaced: CodecMetadata?.FieldOrder !== undefined || /interlaced/i.test(CodecMetadata?.ScanType ?? ''),
    durationSeconds: Duration,
  };
}

/** The BCP 47 tag of an ISO 639 code: `eng` → `en`, `fre` and `fra` → `fr`. `undefined` for codes without a language. */
function language(code: string): string | undefined {
  const reading = readLanguage(code);
  return 'tag' in reading ? reading.tag : undefined;
}

function sounds(tracks: readonly Track[]): SoundProbe[] {
  return tracks
    .filter(({ TrackType }) => TrackType === 'audio')
    .map(({ Codec = 'UNKNOWN', Duration, AudioProperties: audio = {} }, index) => ({
      codec: Codec,
      track: index + 1,
      channels: audio.Channels ?? 2,
      sampleRate: audio.SampleRate,
      language: language(audio.LanguageCode ?? ''),
      durationSeconds: Duration,
    }))
    .filter(({ codec }) => codec !== 'UNKNOWN');
}

/**
 * Translates MediaConvert's probe result.
 * Throws a {@link Refusal}: `NotMedia`, `NoTracks`, `UnsupportedCodec`, `TooSmall`, `TooLong`.
 */
export function summarize({ Container }: ProbeResult, limits: Limits): Probe {
  const { Format, Tracks: tracks = [], Duration } = Container ?? {};
  if (!Format || !acceptedFormats.has(Format)) {
    throw new Refusal('NotMedia', 'The file is not in a supported video or audio format.');
  }
  const pictures = tracks.filter(
    ({ TrackType, Codec }) => TrackType === 'video' && !(audioFormats.has(Format) && coverCodecs.has(Codec)),
  );
  const audio = sounds(tracks);
  const [shown] = pictures.filter(({ Codec = 'UNKNOWN' }) => Codec !== 'UNKNOWN');
  if (pictures.length > 0 && !shown) {
    throw new Refusal('UnsupportedCodec', 'The picture is protected, or encoded in a format that is not supported.');
  }
  if (!shown && audio.length === 0) {
    if (tracks.some(({ TrackType }) => TrackType === 'audio')) {
      throw new Refusal('UnsupportedCodec', 'The sound is protected, or encoded in a format that is not supported.');
    }
    throw new Refusal('NoTracks');
  }
  const durations = tracks.flatMap((track) => track.Duration ?? []);
  const durationSeconds = Duration || (durations.length > 0 ? Math.max(...durations) : undefined);
  // A film that does not declare its duration is judged by its encoding, before its publication.
  if (durationSeconds !== undefined && durationSeconds > limits.maxDurationSeconds) {
    throw tooLong(limits.maxDurationSeconds);
  }
  return { container: Format, durationSeconds, video: shown && picture(Format, shown), audio };
}

/** The probe with the language that the creator declared for the original sound; it overrides the file's metadata. */
export function inDeclaredLanguage(probe: Probe, declared: string | undefined): Probe {
  const [original, ...others] = probe.audio;
  if (!original || !declared) return probe;
  return { ...probe, audio: [{ ...original, language: declared }, ...others] };
}
