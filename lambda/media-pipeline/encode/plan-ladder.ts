import type { Fraction, Ladder, Picture, PictureProbe, Probe, Rung, Sound } from '../messages';
import { maxBitrate, quality } from './bitrate';

/** Short sides of the standard renditions. */
const standardSides = [2160, 1440, 1080, 720, 540, 360, 270];

/** The largest H.264 picture that MediaConvert encodes is 4096 by 2160, in either orientation. */
const maxLongSide = 4096;

/** A source at most this much larger than a standard size is scaled to it, such as 1088 coded lines to 1080. */
const standardTolerance = 1.02;

/** The minimum ratio of two renditions: closer ones look alike, so the smaller one would only cost. */
const minStep = 1.2;

/** A higher frame rate is the clock of a recording with a variable rate. */
const maxFrameRate = 300;

/**
 * Slides and recordings of screens have a picture in seconds or minutes. Their pictures are repeated up to this rate, so
 * that every segment has key frames.
 */
const minFrameRate = 10;

const gopSeconds = 2;
const thumbnailSide = 312;

const even = (length: number) => 2 * Math.round(length / 2);
const evenBelow = (length: number) => 2 * Math.floor(length / 2);

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function reduced(numerator: number, denominator: number): Fraction {
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/**
 * The source's rate if it is between 10 and 60 frames per second. Otherwise a multiple of it, so that each frame is repeated
 * as often, or a half, a quarter, … of it, so that frames are only dropped.
 */
function outputRate({ numerator, denominator }: Fraction): Fraction {
  const rate = numerator / denominator;
  if (rate > maxFrameRate) return { numerator: 30, denominator: 1 };
  if (rate < minFrameRate) return reduced(numerator * Math.ceil(minFrameRate / rate), denominator);
  let divisor = denominator;
  while (numerator / divisor > 60) divisor *= 2;
  return reduced(numerator, divisor);
}

/** The short sides of the renditions, largest first: the source's, and the standard sides below it. */
function shortSides(short: number, long: number): number[] {
  const own = Math.min(short, 2160, (maxLongSide * short) / long);
  const nearest = standardSides.find((side) => side <= own);
  const top = nearest !== undefined && own / nearest <= standardTolerance ? nearest : evenBelow(own);
  return [top, ...standardSides.filter((side) => top / side >= minStep)];
}

function rungs({ width, height }: PictureProbe, framesPerSecond: number): Rung[] {
  const [short, long] = width < height ? [width, height] : [height, width];
  return shortSides(short, long).map((side) => {
    const other = Math.min(even((side * long) / short), evenBelow(long), maxLongSide);
    const size = width < height ? { width: side, height: other } : { width: other, height: side };
    return {
      name: `${side}p`,
      ...size,
      maxBitrate: maxBitrate(size.width, size.height, framesPerSecond),
      quality: quality(size.width, size.height),
    };
  });
}

function rotation(container: string, { rotation }: PictureProbe): Picture['rotate'] {
  return rotation === 0 || container === 'mp4' || container === 'quicktime' ? 'AUTO' : `DEGREES_${rotation}`;
}

/** MediaConvert requires multiples of eight, and tiles of at most 4096 pixels per side. */
function thumbnailWidth({ width, height }: PictureProbe): number {
  const fitting = Math.min(width, thumbnailSide * Math.min(1, width / height));
  return Math.max(8, 8 * Math.floor(fitting / 8));
}

/** RGB, and the matrices of standard definition and of BT.2020. */
function hasOtherMatrix({ matrix }: PictureProbe): boolean {
  return matrix !== undefined && matrix !== 'ITU_709';
}

function picture(container: string, probe: PictureProbe): Picture {
  const frameRate = probe.frameRate && outputRate(probe.frameRate);
  const framesPerSecond = frameRate ? frameRate.numerator / frameRate.denominator : 30;
  return {
    rungs: rungs(probe, framesPerSecond),
    frameRate,
    // Rounded up: the GOPs of a segment must not be shorter than its whole seconds.
    gopFrames: frameRate && Math.ceil(gopSeconds * framesPerSecond),
    toneMap: probe.colour === 'SDR' ? undefined : probe.colour,
    ...(probe.colour === 'SDR' && hasOtherMatrix(probe) && { to709: true }),
    deinterlace: probe.interlaced,
    rotate: rotation(container, probe),
    thumbnailWidth: thumbnailWidth(probe),
  };
}

/** The sound to be encoded: the first one is the original. Surround sound is mixed down; mono stays mono. */
function sound({ audio: [original] }: Probe): Sound | undefined {
  if (!original) return undefined;
  const channels = original.channels === 1 ? 1 : 2;
  const { track, rightTrack, streams, language = 'und' } = original;
  const tracks = { track, ...(rightTrack && { rightTrack }), ...(streams && { streams }) };
  return { ...tracks, channels, bitrate: channels * 64_000, language };
}

/** The ladder of renditions for a source. They are never upscaled, and keep its shape and frame rate. See docs/adr/0003-the-ladder.md. */
export function planLadder(probe: Probe): Ladder {
  return { picture: probe.video && picture(probe.container, probe.video), sound: sound(probe) };
}
