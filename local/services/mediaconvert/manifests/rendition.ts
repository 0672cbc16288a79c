import type { Fragment, FragmentedTrack } from '../../../engines/transcode/fragmented-track';
import type { PlannedOutput } from '../plan/job-plan';

/** One segment: a run of fragments of its file. */
export interface Segment {
  readonly offset: number;
  readonly size: number;
  /** Ticks. */
  readonly start: number;
  readonly duration: number;
  readonly keyFrames: readonly KeyFrame[];
}

/** A fragment's first picture, with the boxes that describe it. */
export interface KeyFrame {
  /** Bytes from the beginning of the segment. */
  readonly offset: number;
  readonly size: number;
  /** Ticks. */
  readonly start: number;
}

/** An encoded output, with the names of its files. */
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
 * Names files as MediaConvert does. The names were seen in published output, such as
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

/** Returns the playlist of key frames, if the output requests one. AWS does not document its name. */
export function keyFramePlaylist({ output, video, playlist }: Rendition): string | undefined {
  const isWanted = video && output.ContainerSettings?.CmfcSettings?.IFrameOnlyManifest === 'INCLUDE';
  return isWanted ? playlist.replace(/\.m3u8$/, '_iframes.m3u8') : undefined;
}

/** Returns the key frames with their positions in segments, and the seconds until the next one. */
export function keyFrames({ track, segments }: Rendition): (KeyFrame & { segment: number; seconds: number })[] {
  const all = segments.flatMap(({ keyFrames }, segment) => keyFrames.map((frame) => ({ ...frame, segment })));
  const last = segments.at(-1);
  const end = last ? last.start + last.duration : 0;
  return all.map((frame, index) => {
    const until = all[index + 1]?.start ?? end;
    return { ...frame, seconds: (until - frame.start) / track.timescale };
  });
}

/**
 * Groups fragments into segments. A segment begins with the first fragment at or after each multiple of the length, in
 * ticks.
 */
function groupFragments(fragments: readonly Fragment[], length: number): Segment[] {
  const segments: { offset: number; size: number; start: number; duration: number; keyFrames: KeyFrame[] }[] = [];
  let next = 0;
  for (const fragment of fragments) {
    const last = segments.at(-1);
    // The length may not be a whole number of ticks, so the ticks of two lengths are compared.
    const { offset, size, start, duration, startsWithKey, firstSampleEnd } = fragment;
    const keyFrame = { offset: last && start < next - 2 ? last.size : 0, size: firstSampleEnd, start };
    const keyFrames = startsWithKey ? [keyFrame] : [];
    if (last && start < next - 2) {
      last.keyFrames.push(...keyFrames);
      last.size += size;
      last.duration += duration;
      continue;
    }
    segments.push({ offset, size, start, duration, keyFrames });
    while (next - 2 <= start) next += length;
  }
  return segments;
}

export function seconds({ track, segments }: Rendition): number {
  const last = segments.at(-1);
  return last ? (last.start + last.duration) / track.timescale : 0;
}

/** Returns the bits per second of the densest segment. */
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
