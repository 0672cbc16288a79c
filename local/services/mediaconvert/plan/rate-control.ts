import type { H264Settings } from '@aws-sdk/client-mediaconvert';
import type { Rational } from '../../../engines/transcode/media-info';

/**
 * x264's presets for MediaConvert's tuning levels. MediaConvert's encoder runs on many machines; here each level is the
 * fastest preset that still has the high profile's tools, so that a ladder takes about as long as the film.
 */
const presets = { SINGLE_PASS: 'superfast', SINGLE_PASS_HQ: 'superfast', MULTI_PASS_HQ: 'veryfast' } as const;

/**
 * Level 7, which AWS recommends for small pictures, corresponds to x264's default of CRF 23; each level is two steps of
 * CRF.
 */
function crf({ QvbrQualityLevel = 7, QvbrQualityLevelFineTune = 0 }: NonNullable<H264Settings['QvbrSettings']>) {
  return 37 - 2 * (QvbrQualityLevel + QvbrQualityLevelFineTune);
}

/** Returns the number of pictures from one key frame to the next. A GOP without a size is two seconds long. */
export function gopFrames({ GopSize = 0, GopSizeUnits }: H264Settings, rate: Rational): number {
  const perSecond = rate.num / rate.den;
  if (GopSize === 0) return Math.ceil(2 * perSecond);
  return Math.max(1, Math.round(GopSizeUnits === 'SECONDS' ? GopSize * perSecond : GopSize));
}

/**
 * Returns x264's options. QVBR is x264's constant quality with a maximum bitrate, over a buffer of two seconds unless
 * the job sets one.
 */
export function x264Options(settings: H264Settings, rate: Rational, threads: number): Record<string, string> {
  const { MaxBitrate = settings.Bitrate, Bitrate = MaxBitrate, RateControlMode = 'VBR' } = settings;
  const gop = gopFrames(settings, rate);
  const baseline = settings.CodecProfile === 'BASELINE';
  const bFrames = baseline ? 0 : settings.NumberBFramesBetweenReferenceFrames;
  return {
    preset: presets[settings.QualityTuningLevel ?? 'SINGLE_PASS'],
    threads: String(threads),
    ...(RateControlMode === 'QVBR' && { crf: String(crf(settings.QvbrSettings ?? {})) }),
    ...(RateControlMode !== 'QVBR' && Bitrate && { b: String(Bitrate) }),
    ...(RateControlMode === 'CBR' && Bitrate && { minrate: String(Bitrate) }),
    ...(MaxBitrate && {
      maxrate: String(RateControlMode === 'CBR' ? Bitrate : MaxBitrate),
      bufsize: String(settings.HrdBufferSize || MaxBitrate * 2),
    }),
    profile: (settings.CodecProfile ?? 'MAIN').toLowerCase(),
    ...(settings.CodecLevel &&
      settings.CodecLevel !== 'AUTO' && {
        level: settings.CodecLevel.replace('LEVEL_', '').replace('_', '.'),
      }),
    ...(bFrames !== undefined && { bf: String(bFrames) }),
    'x264-params': [
      `keyint=${gop}`,
      `min-keyint=${gop}`,
      'scenecut=0',
      'open-gop=0',
      ...(settings.EntropyEncoding === 'CAVLC' || baseline ? ['cabac=0'] : []),
    ].join(':'),
  };
}
