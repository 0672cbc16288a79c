import type { VideoDescription } from '@aws-sdk/client-mediaconvert';
import { h264Of } from './video';

/** The documented defaults of MediaConvert's video generator. */
const otherwise = { width: 540, height: 360, numerator: 30_000, denominator: 1001 } as const;

/**
 * Returns black pictures for the duration of the sound, made from the sound, so that both end together. MediaConvert
 * encodes them if an output has a picture and the input has none:
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/video-generator.html
 */
export function blackFilters(description: VideoDescription): string {
  const { Width = otherwise.width, Height = otherwise.height } = description;
  const { num, den } = blackRate(description);
  return `showwaves=s=${Width}x${Height}:r=${num}/${den},format=yuv420p,drawbox=c=black:t=fill,setsar=1`;
}

export function blackRate(description: VideoDescription): { readonly num: number; readonly den: number } {
  const { FramerateNumerator: num, FramerateDenominator: den } = h264Of(description);
  return num && den ? { num, den } : { num: otherwise.numerator, den: otherwise.denominator };
}
