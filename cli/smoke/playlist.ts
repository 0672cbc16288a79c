/** What this command reads of HLS playlists: addresses, and the values that must be alike. */
export interface MediaPlaylist {
  readonly url: string;
  /** Seconds. */
  readonly targetDuration: number;
  /** Its init segment, where it has one, and its segments. */
  readonly init?: string;
  readonly segments: readonly string[];
}

export interface Multivariant {
  /** Playlists with picture, and those of sound of their own. */
  readonly video: readonly string[];
  readonly audio: readonly string[];
  readonly captions: readonly string[];
  readonly iframes: readonly string[];
}

const lines = (text: string) => text.split(/\r?\n/);
const isPlaylist = (text: string) => lines(text)[0] === '#EXTM3U';

function uriOf(line: string, base: string): string | undefined {
  const uri = /URI="([^"]+)"/.exec(line)?.[1];
  return uri && new URL(uri, base).href;
}

/** Throws for a text that is no multivariant playlist. */
export function readMultivariant(text: string, url: string): Multivariant {
  const all = lines(text);
  const after = (tag: string) =>
    all.flatMap((line, at) => (line.startsWith(tag) ? [new URL(all[at + 1] ?? '', url).href] : []));
  const named = (start: RegExp) => all.flatMap((line) => (start.test(line) ? (uriOf(line, url) ?? []) : []));
  const video = after('#EXT-X-STREAM-INF:');
  if (!isPlaylist(text) || video.length === 0) throw new Error(`${url} is not a multivariant playlist`);
  return {
    video,
    audio: named(/^#EXT-X-MEDIA:.*TYPE=AUDIO/),
    captions: named(/^#EXT-X-MEDIA:.*TYPE=SUBTITLES/),
    iframes: named(/^#EXT-X-I-FRAME-STREAM-INF:/),
  };
}

/** Throws for a text that is no media playlist, or a presentation that has not ended. */
export function readMedia(text: string, url: string): MediaPlaylist {
  const all = lines(text);
  const target = all.find((line) => line.startsWith('#EXT-X-TARGETDURATION:'));
  const map = all.find((line) => line.startsWith('#EXT-X-MAP:'));
  const segments = all.filter((line) => line && !line.startsWith('#')).map((line) => new URL(line, url).href);
  if (!isPlaylist(text) || !target || segments.length === 0) throw new Error(`${url} is not a media playlist`);
  if (!all.includes('#EXT-X-ENDLIST')) throw new Error(`${url} has no end`);
  return { url, targetDuration: Number(target.split(':')[1]), init: map && uriOf(map, url), segments };
}
