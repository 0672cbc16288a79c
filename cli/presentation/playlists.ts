/** Attributes of a tag of an HLS playlist, without quotes. */
export type Attributes = Readonly<Record<string, string>>;

export interface Multivariant {
  readonly variants: readonly (Attributes & { readonly uri: string })[];
  /** `EXT-X-MEDIA` */
  readonly media: readonly Attributes[];
  /** `EXT-X-I-FRAME-STREAM-INF` */
  readonly keyFrames: readonly Attributes[];
  /** The names of all tags. */
  readonly tags: ReadonlySet<string>;
}

function attributesOf(list: string): Attributes {
  const pairs = list.matchAll(/([A-Z0-9-]+)=("([^"]*)"|[^",]*)/g);
  return Object.fromEntries([...pairs].map(([, name = '', value = '', quoted]) => [name, quoted ?? value]));
}

const linesOf = (text: string) => text.split(/\r?\n/).filter((line) => line !== '');

/** RFC 8216, 4.3.4. */
export function readMultivariant(text: string): Multivariant {
  const lines = linesOf(text);
  const listed = (tag: string) =>
    lines.flatMap((line, index) => {
      if (!line.startsWith(`#${tag}:`)) return [];
      const next = lines.slice(index + 1).find((following) => !following.startsWith('#')) ?? '';
      return [{ ...attributesOf(line.slice(tag.length + 2)), uri: next }];
    });
  const withoutNext = (tag: string) => listed(tag).map(({ uri: _, ...attributes }): Attributes => attributes);
  return {
    variants: listed('EXT-X-STREAM-INF'),
    media: withoutNext('EXT-X-MEDIA'),
    keyFrames: withoutNext('EXT-X-I-FRAME-STREAM-INF'),
    tags: new Set(lines.flatMap((line) => /^#(EXT[A-Z0-9-]*)/.exec(line)?.[1] ?? [])),
  };
}

/** Addresses of the media playlists that must have one target duration: all but captions and key frames (RFC 8216, 6.2.4). */
export function agreeingPlaylists({ variants, media }: Multivariant): string[] {
  const sounds = media.filter(({ TYPE }) => TYPE === 'AUDIO' || TYPE === 'VIDEO').flatMap(({ URI }) => URI ?? []);
  return [...new Set([...variants.map(({ uri }) => uri), ...sounds])];
}

export interface Timing {
  /** Seconds; `undefined` if the playlist does not declare it. */
  readonly targetDuration?: number;
  readonly durations: readonly number[];
}

/** RFC 8216, 4.3.2.1 and 4.3.3.1. */
export function readTiming(text: string): Timing {
  const lines = linesOf(text);
  const numbers = (tag: string) =>
    lines.filter((line) => line.startsWith(`#${tag}:`)).map((line) => Number.parseFloat(line.slice(tag.length + 2)));
  const [targetDuration] = numbers('EXT-X-TARGETDURATION');
  return { durations: numbers('EXTINF'), ...(targetDuration !== undefined && { targetDuration }) };
}
