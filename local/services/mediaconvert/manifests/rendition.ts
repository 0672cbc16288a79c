import type { Fragment, FragmentedTrack } from '../../../engines/transcode/fragmented-track';
import type { PlannedOutput } from '../plan/job-plan';

/** One segment, as a run of fragments of its file. */
export interface Segment {
  readonly offset: number;
  readonly size: number;
  /** Ticks. */
  readonly start: number;
  readonly duration: number;
}

/** An output that has been encoded, and the names of its files. */
export interface Rendition extends PlannedOutput {
  readonly track: FragmentedTrack;
  readonly segments: readonly Segment[];
  /** `film_720p.m3u8` */
  readonly playlist: string;
  /** `film_720pinit.cmfv` */
  readonly init: string;
  /** `film_720p_`, followed by nine digits from 1, and {@link extension}. */
  readonly segmentPrefix: string;
  /** `.cmfv`, `.cmfa`, `.mp4` */
  readonly extension: string;
}

/**
 * Files are named as MediaConvert names them. Seen in published output, such as
 * https://github.com/streaming-video-technology-alliance/common-media-library (cmaf-ham samples).
 */
export function rendition(
  planned: PlannedOutput,
  track: FragmentedTrack,
  baseName: string,
  isCmaf: boolean,
  seconds: number,
): Rendition {
  const name = `${baseName}${planned.modifier}`;
  const extension = isCmaf ? (planned.video ? '.cmfv' : '.cmfa') : '.mp4';
  return {
    ...planned,
    track,
    segments: groupFragments(track.fragments, seconds * track.timescale),
    playlist: `${name}.m3u8`,
    init: `${name}init${extension}`,
    segmentPrefix: `${name}_`,
    extension,
  };
}

export function segmentName({ segmentPrefix, extension }: Rendition, index: number): string {
  return `${segmentPrefix}${String(index + 1).padStart(9, '0')}${extension}`;
}

/** A segment begins with the first fragment at or after each multiple of the length, in ticks. */
export function groupFragments(fragments: readonly Fragment[], length: number): Segment[] {
  const segments: { offset: number; size: number; start: number; duration: number }[] = [];
  let next = 0;
  for (const fragment of fragments) {
    const last = segments.at(-1);
    // Two ticks for lengths that are no whole number of them.
    if (last && fragment.start < next - 2) {
      last.size += fragment.size;
      last.duration += fragment.duration;
      continue;
    }
    const { offset, size, start, duration } = fragment;
    segments.push({ offset, size, start, duration });
    while (next - 2 <= start) next += length;
  }
  return segments;
}

export function seconds({ track, segments }: Rendition): number {
  const last = segments.at(-1);
  return last ? (last.start + last.duration) / track.timescale : 0;
}

/** Bits per second of the densest segment. */
export function peakBandwidth({ track, segments }: Rendition): number {
  return Math.max(
    0,
    ...segments.map(({ size, duration }) => Math.ceil((size * 8 * track.timescale) / Math.max(1, duration))),
  );
}

export function averageBandwidth(rendition: Rendition): number {
  const bytes = rendition.segments.reduce((sum, { size }) => sum + size, 0);
  return Math.ceil((bytes * 8) / Math.max(seconds(rendition), 0.001));
}
