interface Guide {
  readonly pixels: number;
  /** Bits per second. */
  readonly maxBitrate: number;
}

/**
 * AWS's recommended maximum bitrates of QVBR by picture size, smallest first:
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/cbr-vbr-qvbr.html#qvbr-guidelines
 * The source's table covers 288p to 1080p. The last two rows, and sizes outside the table, are extrapolated by the
 * three-quarters power of the number of pixels (a common rule of thumb for H.264, by B. Waggoner).
 */
const guides: readonly [Guide, ...Guide[]] = [
  { pixels: 512 * 288, maxBitrate: 350_000 },
  { pixels: 640 * 360, maxBitrate: 700_000 },
  { pixels: 852 * 480, maxBitrate: 1_000_000 },
  { pixels: 1280 * 720, maxBitrate: 4_000_000 },
  { pixels: 1920 * 1080, maxBitrate: 6_000_000 },
  { pixels: 2560 * 1440, maxBitrate: 9_200_000 },
  { pixels: 3840 * 2160, maxBitrate: 17_000_000 },
];

/** YouTube's recommended upload settings are 1.5 times as high at 48 to 60 frames per second. */
const highFrameRateFactor = 1.5;

/** The minimum bitrate of a rendition. Bits per second. */
const minBitrate = 100_000;

/** The bitrate of a size between two rows: linear between their logarithms. */
function interpolate(pixels: number): number {
  const above = guides.find((guide) => guide.pixels >= pixels);
  const below = guides.findLast((guide) => guide.pixels <= pixels);
  if (!above || !below) {
    const end = above ?? below ?? guides[0];
    return end.maxBitrate * (pixels / end.pixels) ** 0.75;
  }
  if (above === below) return above.maxBitrate;
  const share = Math.log(pixels / below.pixels) / Math.log(above.pixels / below.pixels);
  return below.maxBitrate * (above.maxBitrate / below.maxBitrate) ** share;
}

/** The maximum bits per second of QVBR for a picture size, rounded to 10,000. */
export function maxBitrate(width: number, height: number, framesPerSecond: number): number {
  const rate = interpolate(width * height) * (framesPerSecond > 31 ? highFrameRateFactor : 1);
  return Math.max(minBitrate, Math.round(rate / 10_000) * 10_000);
}

/** The QVBR quality level that AWS recommends for a picture size; see the source above. */
export function quality(width: number, height: number): number {
  if (width * height >= 1920 * 800) return 9;
  return width * height >= 1280 * 534 ? 8 : 7;
}
