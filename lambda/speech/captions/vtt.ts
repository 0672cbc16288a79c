import { segmentSeconds } from '../../media-pipeline/encode/segments';
import { captionNames, captionSegmentName } from '../../shared/content-layout';
import type { Cue } from '../model';

/**
 * The header: cue times count from the film's start, where the first sample has the timestamp 0.
 * https://datatracker.ietf.org/doc/html/rfc8216#section-3.5
 */
const header = 'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n';

function timestamp(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  const clock = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60];
  return `${clock.map((value) => part(value)).join(':')}.${part(milliseconds % 1000, 3)}`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes text for WebVTT: markup, arrows, and empty lines, which would end the cue. */
function escapeVtt(text: string): string {
  return text.replace(/[&<>]/g, (character) => escapes[character] ?? '').replace(/\s*[\r\n]+\s*/g, '\n');
}

export function toVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(({ start, end, text }) => `${timestamp(start)} --> ${timestamp(end)}\n${escapeVtt(text)}\n`);
  return [header, ...blocks].join('\n');
}

export interface CaptionFiles {
  /** WebVTT by file name: one file with all cues, and one for each segment. */
  readonly vtt: ReadonlyMap<string, string>;
  /** Media playlist of the segments. */
  readonly playlist: string;
}

/**
 * The files of captions. A cue that spans two segments is in both.
 * @param duration the film's duration in seconds. The segments cover all of it, with or without speech
 */
export function captionFiles(cues: readonly Cue[], duration: number): CaptionFiles {
  const count = Math.max(1, Math.ceil(Math.round((duration / segmentSeconds) * 1e6) / 1e6));
  const vtt = new Map<string, string>([[captionNames.whole, toVtt(cues)]]);
  const lines = ['#EXTM3U', '#EXT-X-VERSION:6', `#EXT-X-TARGETDURATION:${segmentSeconds}`];
  lines.push('#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-PLAYLIST-TYPE:VOD');
  let first = 0;
  for (let index = 0; index < count; index++) {
    const [from, to] = [index * segmentSeconds, (index + 1) * segmentSeconds];
    while ((cues[first]?.end ?? Number.POSITIVE_INFINITY) <= from) first += 1;
    const own: Cue[] = [];
    for (let at = first; at < cues.length; at++) {
      const cue = cues[at];
      if (!cue || cue.start >= to) break;
      own.push(cue);
    }
    const name = captionSegmentName(index + 1);
    vtt.set(name, toVtt(own));
    lines.push(`#EXTINF:${Math.min(segmentSeconds, duration - from).toFixed(3)},`, name);
  }
  return { vtt, playlist: [...lines, '#EXT-X-ENDLIST', ''].join('\n') };
}
