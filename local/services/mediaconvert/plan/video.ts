import type { H264Settings, Input, VideoDescription } from '@aws-sdk/client-mediaconvert';
import type { MediaTrack, Rational, VideoInfo } from '../../../engines/transcode/media-info';

/** The transfer functions of HDR, by ITU-T H.273: SMPTE ST 2084 and ARIB STD-B67. */
const hdrTransfers = new Set([16, 18]);
const unspecified = 2;

/** The maximum number of pictures per second of MediaConvert's H.264. */
const maxFrameRate = 120;

export function h264Of(description: VideoDescription): H264Settings {
  return description.CodecSettings?.H264Settings ?? {};
}

/** Returns the pictures per second of an output. As in MediaConvert, variable rates become constant. */
export function frameRate(settings: H264Settings, track: MediaTrack): Rational {
  const { FramerateControl, FramerateNumerator, FramerateDenominator = 1 } = settings;
  if (FramerateControl === 'SPECIFIED' && FramerateNumerator) {
    return { num: FramerateNumerator, den: FramerateDenominator };
  }
  const own = track.video?.frameRate ?? { num: 30, den: 1 };
  return own.num / own.den > maxFrameRate ? { num: 30, den: 1 } : own;
}

/** Returns the filters before scaling. Outputs with the same filters share them. */
export function commonFilters(description: VideoDescription, track: MediaTrack, input: Input): string {
  const video = track.video as VideoInfo;
  const settings = h264Of(description);
  const { Deinterlacer, ColorCorrector } = description.VideoPreprocessors ?? {};
  const rate = frameRate(settings, track);
  const filters: string[] = [];
  if (video.interlaced || Deinterlacer?.Control === 'FORCE_ALL_FRAMES') filters.push('bwdif=mode=send_frame:deint=all');
  else if (Deinterlacer) filters.push('bwdif=mode=send_frame:deint=interlaced');
  filters.push(`fps=${rate.num}/${rate.den}:start_time=0`);
  filters.push(...turn(input.VideoSelector?.Rotate, video.rotation));
  if (ColorCorrector?.ColorSpaceConversion === 'FORCE_709' && hdrTransfers.has(video.colorTransfer)) {
    // PRESERVE_DETAILS keeps the details of the highlights, VIBRANT the colours and the contrast.
    const curve = ColorCorrector.HdrToSdrToneMapper === 'VIBRANT' ? 'mobius' : 'hable';
    filters.push(
      'zscale=t=linear:npl=100',
      'format=gbrpf32le',
      'zscale=p=bt709',
      `tonemap=tonemap=${curve}:desat=0`,
      'zscale=t=bt709:m=bt709:r=tv',
      'format=yuv420p',
    );
  }
  if (ColorCorrector?.ColorSpaceConversion === 'FORCE_709' && !hdrTransfers.has(video.colorTransfer)) {
    filters.push('scale=out_color_matrix=bt709:out_range=tv', 'format=yuv444p');
  }
  return filters.join(',');
}

/** Returns the filters from the pictures of {@link commonFilters} to those of one output. */
export function scaleFilters(description: VideoDescription, track: MediaTrack): string {
  const { Width, Height, ScalingBehavior = 'DEFAULT' } = description;
  const { ParControl, ParNumerator = 1, ParDenominator = 1 } = h264Of(description);
  const { sampleAspect } = track.video as VideoInfo;
  const keepsAspect = ParControl !== 'SPECIFIED';
  const stretches = ScalingBehavior === 'STRETCH_TO_OUTPUT' || Width === undefined || Height === undefined;
  const filters: string[] = [];
  const isSquare = sampleAspect.num === sampleAspect.den;
  if (!stretches && !isSquare) filters.push("scale=w='trunc(iw*sar/2)*2':h='trunc(ih/2)*2'", 'setsar=1');
  if (stretches) {
    const width = Width ?? (Height === undefined ? 'trunc(iw/2)*2' : -2);
    const height = Height ?? (Width === undefined ? 'trunc(ih/2)*2' : -2);
    filters.push(`scale=w='${width}':h='${height}'`);
  } else {
    const fit = 'force_original_aspect_ratio=decrease:force_divisible_by=2';
    if (ScalingBehavior === 'FIT_NO_UPSCALE') filters.push(`scale=w='min(${Width},iw)':h='min(${Height},ih)':${fit}`);
    else filters.push(`scale=w=${Width}:h=${Height}:${fit}`);
    if (ScalingBehavior === 'DEFAULT') filters.push(`pad=${Width}:${Height}:(ow-iw)/2:(oh-ih)/2`);
  }
  const aspect = !keepsAspect
    ? `${ParNumerator}/${ParDenominator}`
    : stretches
      ? `${sampleAspect.num}/${sampleAspect.den}`
      : '1';
  filters.push(`setsar=${aspect}`, 'format=yuv420p');
  return filters.join(',');
}

/** Returns the encoder's colour metadata, so that players show the colours correctly. */
export function colorOptions(description: VideoDescription, track: MediaTrack): Record<string, string> {
  const { colorPrimaries, colorTransfer, colorMatrix } = track.video as VideoInfo;
  const mapped = description.VideoPreprocessors?.ColorCorrector?.ColorSpaceConversion === 'FORCE_709';
  const marks = mapped ? [1, 1, 1] : [colorPrimaries, colorTransfer, colorMatrix];
  const names = ['color_primaries', 'color_trc', 'colorspace'];
  return Object.fromEntries(
    marks.flatMap((mark, index) => (mark > 0 && mark !== unspecified ? [[names[index] as string, String(mark)]] : [])),
  );
}

/** Returns `SDR`, or the HDR system that an output keeps, for HLS's VIDEO-RANGE. */
export function videoRange(description: VideoDescription, track: MediaTrack): 'SDR' | 'PQ' | 'HLG' {
  const transfer = Number(colorOptions(description, track).color_trc ?? unspecified);
  return transfer === 16 ? 'PQ' : transfer === 18 ? 'HLG' : 'SDR';
}

function turn(rotate: string | undefined, found: number): string[] {
  const degrees = rotate === 'AUTO' ? found : Number(/\d+/.exec(rotate ?? 'DEGREE_0')?.[0] ?? 0);
  if (degrees === 90) return ['transpose=clock'];
  if (degrees === 180) return ['hflip', 'vflip'];
  return degrees === 270 ? ['transpose=cclock'] : [];
}
