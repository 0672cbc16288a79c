import type { ProbeResult, Track, VideoProperties } from '@aws-sdk/client-mediaconvert';
import { Refusal } from '../../shared/errors';
import type { Colour, Fraction, PictureProbe, Probe, SoundProbe } from '../messages';

export interface Limits {
  readonly maxSourceBytes: number;
  readonly maxDurationSeconds: number;
}

/** The least width and height that MediaConvert encodes, in pixels. */
const leastSide = 32;

/** Formats of recordings, whose pictures are covers. */
const audioFormats = new Set(['aac', 'ac3', 'eac3', 'flac', 'mp3', 'ogg', 'wave']);
const coverCodecs = new Set(['MJPEG', 'UNKNOWN', undefined]);

/** Refuses what needs no look inside: `EmptySource`, `SourceTooLarge`. */
export function checkSize(bytes: number, { maxSourceBytes }: Limits): void {
  if (bytes === 0) throw new Refusal('EmptySource', 'The file is empty. Please upload it again.');
  if (bytes > maxSourceBytes) {
    const gigabytes = (maxSourceBytes / 1e9).toFixed(1);
    throw new Refusal('SourceTooLarge', `The file is larger than the ${gigabytes} GB that are accepted.`);
  }
}

function fraction(ratio?: { Numerator?: number; Denominator?: number }): Fraction | undefined {
  const { Numerator: numerator, Denominator: denominator } = ratio ?? {};
  return numerator && denominator ? { numerator, denominator } : undefined;
}

function colour({ TransferCharacteristics, CodecMetadata }: VideoProperties): Colour {
  const declared = TransferCharacteristics !== 'UNSPECIFIED' ? TransferCharacteristics : undefined;
  // In transport streams only the essence tells.
  const transfer = declared ?? CodecMetadata?.TransferCharacteristics;
  if (transfer === 'SMPTE_2084') return 'HDR10';
  return transfer === 'ARIB_B67' ? 'HLG' : 'SDR';
}

/**
 * Of MP4 and QuickTime, MediaConvert's automatic rotation obeys the container alone; so must the ladder's sizes.
 * What is no multiple of a right angle is not obeyed.
 */
function rotation(container: string, { Rotation, CodecMetadata }: VideoProperties): PictureProbe['rotation'] {
  const inContainer = container === 'mp4' || container === 'quicktime';
  const degrees = ((Rotation ?? (inContainer ? 0 : CodecMetadata?.Rotation) ?? 0) + 360) % 360;
  return degrees === 90 || degrees === 180 || degrees === 270 ? degrees : 0;
}

function picture(container: string, { Codec, Duration, VideoProperties: video = {} }: Track): PictureProbe {
  const { Width = 0, Height = 0, CodecMetadata } = video;
  const shape = fraction(video.SampleAspectRatio) ?? fraction(CodecMetadata?.SampleAspectRatio);
  // Made square by stretching one side rather than by shrinking the other, which would lose detail.
  const pixelShape = shape ? shape.numerator / shape.denominator : 1;
  const width = pixelShape >= 1 ? Math.round(Width * pixelShape) : Width;
  const height = pixelShape < 1 ? Math.round(Height / pixelShape) : Height;
  const turned = rotation(container, video);
  const sideways = turned === 90 || turned === 270;
  if (Math.min(width, height) < leastSide) {
    throw new Refusal(
      'TooSmall',
      `The picture is ${width}×${height} pixels; it must be ${leastSide} or more each way.`,
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

/** `eng` → `en`, and `fre` as well as `fra` → `fr`; nothing for codes that name no language. */
function language(code?: string): string | undefined {
  if (!code || /^(und|mis|mul|zxx)$/i.test(code)) return undefined;
  try {
    return Intl.getCanonicalLocales(code)[0];
  } catch {
    return undefined;
  }
}

function sounds(tracks: readonly Track[]): SoundProbe[] {
  return tracks
    .filter(({ TrackType }) => TrackType === 'audio')
    .map(({ Codec = 'UNKNOWN', Duration, AudioProperties: audio = {} }, index) => ({
      codec: Codec,
      track: index + 1,
      channels: audio.Channels ?? 2,
      sampleRate: audio.SampleRate,
      language: language(audio.LanguageCode),
      durationSeconds: Duration,
    }))
    .filter(({ codec }) => codec !== 'UNKNOWN');
}

/**
 * What MediaConvert found, in our terms.
 * Throws a {@link Refusal}: `NotMedia`, `NoTracks`, `UnsupportedCodec`, `TooSmall`, `TooLong`.
 */
export function summarize({ Container }: ProbeResult, limits: Limits): Probe {
  const { Format, Tracks: tracks = [], Duration } = Container ?? {};
  if (!Format) throw new Refusal('NotMedia', 'The file is not in a video or audio format that we know.');
  const pictures = tracks.filter(
    ({ TrackType, Codec }) => TrackType === 'video' && !(audioFormats.has(Format) && coverCodecs.has(Codec)),
  );
  const audio = sounds(tracks);
  const [shown] = pictures.filter(({ Codec = 'UNKNOWN' }) => Codec !== 'UNKNOWN');
  if (pictures.length > 0 && !shown) {
    throw new Refusal('UnsupportedCodec', 'The picture is protected, or encoded in a way that we cannot read.');
  }
  if (!shown && audio.length === 0) {
    if (tracks.some(({ TrackType }) => TrackType === 'audio')) {
      throw new Refusal('UnsupportedCodec', 'The sound is protected, or encoded in a way that we cannot read.');
    }
    throw new Refusal('NoTracks', 'The file has neither picture nor sound.');
  }
  const durations = tracks.flatMap((track) => track.Duration ?? []);
  const durationSeconds = Duration || (durations.length > 0 ? Math.max(...durations) : undefined);
  if (durationSeconds !== undefined && durationSeconds > limits.maxDurationSeconds) {
    const hours = (limits.maxDurationSeconds / 3600).toFixed(1);
    throw new Refusal('TooLong', `The film lasts longer than the ${hours} hours that are accepted.`);
  }
  return { container: Format, durationSeconds, video: shown && picture(Format, shown), audio };
}

/** The language that the creator declared for the original sound; it counts more than what the file says of itself. */
export function inDeclaredLanguage(probe: Probe, declared: string | undefined): Probe {
  const [original, ...others] = probe.audio;
  if (!original || !declared) return probe;
  return { ...probe, audio: [{ ...original, language: declared }, ...others] };
}
