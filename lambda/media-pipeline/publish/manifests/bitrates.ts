export interface Chunk {
  readonly bytes: number;
  readonly durationSeconds: number;
}

export interface Bitrates {
  /** Bits per second. */
  readonly peak: number;
  readonly average: number;
}

/**
 * The peak and the average segment bit rate of HLS (RFC 8216, 4.1). The peak is the highest rate of consecutive segments
 * whose total duration is between 0.5 and 1.5 target durations.
 */
export function measure(segments: readonly Chunk[], targetDuration: number): Bitrates {
  const rate = (bytes: number, seconds: number) => Math.ceil((bytes * 8) / seconds);
  const total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const average = rate(total, segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0) || 1);
  let peak = 0;
  segments.forEach((_, first) => {
    let bytes = 0;
    let seconds = 0;
    for (const segment of segments.slice(first)) {
      bytes += segment.bytes;
      seconds += segment.durationSeconds;
      if (seconds > 1.5 * targetDuration) break;
      if (seconds >= 0.5 * targetDuration) peak = Math.max(peak, rate(bytes, seconds));
    }
  });
  return { peak: Math.max(peak, average), average };
}
