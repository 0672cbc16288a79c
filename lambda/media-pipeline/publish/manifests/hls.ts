/** The attributes of a line such as `#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="a,b"`, without quotes. */
export type Attributes = Readonly<Record<string, string>>;

export interface MultivariantPlaylist {
  readonly variants: readonly { readonly uri: string; readonly attributes: Attributes }[];
  /** `EXT-X-MEDIA` lines. */
  readonly media: readonly Attributes[];
  /** Lines whose attribute URI names a playlist of key frames or of tiled thumbnails. */
  readonly trickPlay: readonly { readonly tag: string; readonly attributes: Attributes }[];
  /** Lines that describe keys before the media playlists are loaded. */
  readonly sessionKeys: readonly string[];
}

export interface MediaPlaylist {
  /** Seconds. */
  readonly targetDuration: number;
  /** URI of `EXT-X-MAP`. */
  readonly init?: string;
  readonly segments: readonly { readonly uri: string; readonly durationSeconds: number }[];
}

function attributesOf(list: string): Attributes {
  const pairs = list.matchAll(/([A-Z0-9-]+)=("([^"]*)"|[^",]*)/g);
  return Object.fromEntries([...pairs].map(([, name = '', value = '', quoted]) => [name, quoted ?? value]));
}

/** The lines of a playlist. Throws `SyntaxError` if the text is not a playlist. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines[0]?.trim() !== '#EXTM3U') throw new SyntaxError('not an HLS playlist');
  return lines;
}

/** Parses a multivariant playlist (RFC 8216, 4.3.4). Throws `SyntaxError`. */
export function parseMultivariant(text: string): MultivariantPlaylist {
  const variants: { uri: string; attributes: Attributes }[] = [];
  const media: Attributes[] = [];
  const trickPlay: { tag: string; attributes: Attributes }[] = [];
  const sessionKeys: string[] = [];
  let pending: Attributes | undefined;
  for (const line of linesOf(text)) {
    const [, tag, list = ''] = /^#(EXT-X-[A-Z0-9-]+):(.*)$/.exec(line) ?? [];
    if (tag === 'EXT-X-STREAM-INF') pending = attributesOf(list);
    else if (tag === 'EXT-X-SESSION-KEY') sessionKeys.push(line);
    else if (tag === 'EXT-X-MEDIA') media.push(attributesOf(list));
    else if (tag === 'EXT-X-I-FRAME-STREAM-INF' || tag === 'EXT-X-IMAGE-STREAM-INF') {
      trickPlay.push({ tag, attributes: attributesOf(list) });
    } else if (!line.startsWith('#') && pending) {
      variants.push({ uri: line, attributes: pending });
      pending = undefined;
    }
  }
  return { variants, media, trickPlay, sessionKeys };
}

/** Parses a media playlist (RFC 8216, 4.3.2 and 4.3.3). Throws `SyntaxError`. */
export function parseMedia(text: string): MediaPlaylist {
  const segments: { uri: string; durationSeconds: number }[] = [];
  let targetDuration = 0;
  let durationSeconds = 0;
  let init: string | undefined;
  for (const line of linesOf(text)) {
    if (line.startsWith('#EXTINF:')) durationSeconds = Number.parseFloat(line.slice('#EXTINF:'.length));
    else if (line.startsWith('#EXT-X-TARGETDURATION:')) targetDuration = Number(line.split(':')[1]);
    else if (line.startsWith('#EXT-X-MAP:')) init ??= attributesOf(line).URI;
    else if (!line.startsWith('#')) segments.push({ uri: line, durationSeconds });
  }
  return { targetDuration, segments, ...(init !== undefined && { init }) };
}

/** Attributes whose values are numbers or words of the specification (RFC 8216, 4.2). */
const unquoted = new Set([
  'PROGRAM-ID',
  'SCORE',
  'VIDEO-RANGE',
  'HDCP-LEVEL',
  'CLOSED-CAPTIONS',
  'BANDWIDTH',
  'AVERAGE-BANDWIDTH',
  'RESOLUTION',
  'FRAME-RATE',
  'TYPE',
  'DEFAULT',
  'AUTOSELECT',
  'FORCED',
  'METHOD',
  'KEYID',
]);

/** One line of a playlist; attributes that are `undefined` are left out. */
export function tagLine(tag: string, attributes: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => (unquoted.has(name) ? `${name}=${value}` : `${name}="${value}"`));
  return `#${tag}:${pairs.join(',')}`;
}
