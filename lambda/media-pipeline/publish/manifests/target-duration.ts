import { measure } from './bitrates';
import type { AudioRendition, Encoding, PlaylistText, VideoRendition } from './renditions';

/** The minimum target duration: the longest segment's duration, rounded (RFC 8216, 4.3.3.1). */
export function leastTargetDuration(durations: readonly number[]): number {
  return Math.max(1, ...durations.map((seconds) => Math.round(seconds)));
}

/**
 * The encodings with the same target duration in all playlists, as RFC 8216, 6.2.4 requires (except for captions and key
 * frames). Jobs are independent, and encoders may round up: playlists with another value are published as corrected
 * copies. A playlist may declare more than its minimum, not less.
 */
export function withEqualTargets<T extends readonly Encoding[]>(encodings: T): T {
  const all = encodings.flatMap(({ video, audio }) => [...video, ...audio]);
  const target = Math.max(
    1,
    ...all.map(({ playlist }) => playlist.targetDuration),
    ...all.map(({ segments }) => leastTargetDuration(segments.map(({ durationSeconds }) => durationSeconds))),
  );
  return encodings.map((encoding) => equalized(encoding, target)) as unknown as T;
}

function equalized(encoding: Encoding, target: number): Encoding {
  const corrected: Record<string, string> = {};
  const equal = <R extends VideoRendition | AudioRendition>(rendition: R): R => {
    const { playlist, segments } = rendition;
    if (playlist.targetDuration === target) return rendition;
    corrected[playlist.name] = withTarget(playlist, target);
    return { ...rendition, uri: playlist.name, bitrates: measure(segments, target) };
  };
  const { video, audio, files } = encoding;
  const renditions = { video: video.map(equal), audio: audio.map(equal) };
  return { ...encoding, ...renditions, files: { ...files, ...corrected } };
}

const isWhole = (reference: string) => /^(?:[a-z][a-z\d+.-]*:|\/)/i.test(reference);

/** The playlist's text with another target duration, and its references as seen from the publication's folder. */
function withTarget({ text, prefix }: PlaylistText, target: number): string {
  const move = (reference: string) => (isWhole(reference) ? reference : prefix + reference);
  return text
    .split(/\r?\n/)
    .map((line) => {
      if (line.startsWith('#EXT-X-TARGETDURATION:')) return `#EXT-X-TARGETDURATION:${target}`;
      if (line.startsWith('#EXT'))
        return line.replace(/([:,]URI=")([^"]*)"/g, (_, head, uri) => `${head}${move(uri)}"`);
      return line === '' || line.startsWith('#') ? line : move(line);
    })
    .join('\n');
}
