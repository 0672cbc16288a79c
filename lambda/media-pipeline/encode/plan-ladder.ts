import type { Fraction, Ladder, Picture, PictureProbe, Probe, Rung, Sound } from '../messages';
import { maxBitrate, quality } from './bitrate';

/** Short sides of the standard renditions. */
const standard = [2160, 1440, 1080, 720, 540, 360, 270];

/** The largest H.264 picture that MediaConvert encodes is 4096 by 2160, either way up. */
const longest = 4096;

/** A source this little above a standard size is scaled to it, such as 1088 coded lines to 1080. */
const nearlyStandard = 1.02;

/** Two renditions closer than this look alike, so the smaller one would only cost. */
const leastStep = 1.2;

/** Above this, the file's frame rate is the tick of a variable-rate recording rather than a rate. */
const highestRate = 300;

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

/** The source's own rate up to 60 frames a second; a half, a quarter, … of it above, so that frames are only dropped. */
function outputRate({ numerator, denominator }: Fraction): Fraction {
  if (numerator / denominator > highestRate) return { numerator: 30, denominator: 1 };
  let divisor = denominator;
  while (numerator / divisor > 60) divisor *= 2;
  return reduced(numerator, divisor);
}

/** Short sides, largest first: the source's own, and the standard ones well below it. */
function shortSides(short: number, long: number): number[] {
  const own = Math.min(short, 2160, (longest * short) / long);
  const nearest = standard.find((side) => side <= own);
  const top = nearest !== undefined && own / nearest <= nearlyStandard ? nearest : evenBelow(own);
  return [top, ...standard.filter((side) => top / side >= leastStep)];
}

function rungs({ width, height }: PictureProbe, framesPerSecond: number): Rung[] {
  const [short, long] = width < height ? [width, height] : [height, width];
  return shortSides(short, long).map((side) => {
    const other = Math.min(even((side * long) / short), evenBelow(long), longest);
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

/** MediaConvert wants multiples of eight, and tiles of at most 4096 pixels each way. */
function thumbnailWidth({ width, height }: PictureProbe): number {
  const fitting = Math.min(width, thumbnailSide * Math.min(1, width / height));
  return Math.max(8, 8 * Math.floor(fitting / 8));
}

function picture(container: string, probe: PictureProbe): Picture {
  const frameRate = probe.frameRate && outputRate(probe.frameRate);
  const framesPerSecond = frameRate ? frameRate.numerator / frameRate.denominator : 30;
  return {
    rungs: rungs(probe, framesPerSecond),
    frameRate,
    // Rounded up: a group of GOPs must not fall short of the segment's whole seconds.
    gopFrames: frameRate && Math.ceil(gopSeconds * framesPerSecond),
    toneMap: probe.colour === 'SDR' ? undefined : probe.colour,
    deinterlace: probe.interlaced,
    rotate: rotation(container, probe),
    thumbnailWidth: thumbnailWidth(probe),
  };
}

/** The first track is the original. Surround sound is mixed down, mono stays mono. */
function sound({ audio: [original] }: Probe): Sound | undefined {
  if (!original) return undefined;
  const channels = original.channels === 1 ? 1 : 2;
  return { track: original.track, channels, bitrate: channels * 64_000, language: original.language ?? 'und' };
}

/** Fits a ladder to a source: never upscaled, its shape and frame rate kept. See docs/adr/0003-the-ladder.md. */
export function planLadder(probe: Probe): Ladder {
  return { picture: probe.video && picture(probe.container, probe.video), sound: sound(probe) };
}
