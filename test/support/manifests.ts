/** A rendition as the multivariant playlist announces it. */
interface Variant {
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Multivariant {
  readonly variants: readonly Variant[];
  /** `EXT-X-MEDIA` of type AUDIO. */
  readonly audio: readonly Readonly<Record<string, string>>[];
  /** Those of type SUBTITLES. */
  readonly captions: readonly Readonly<Record<string, string>>[];
  /** Addresses of the playlists of key frames. */
  readonly keyFrames: readonly string[];
}

export interface MediaPlaylist {
  /** The playlist itself where there is none. */
  readonly init: string;
  /** Seconds and address of each segment. */
  readonly segments: readonly { readonly duration: number; readonly uri: string }[];
  readonly ended: boolean;
}

/** `A=1,B="x,y"` */
function attributes(text: string): Record<string, string> {
  const pairs = text.matchAll(/([A-Z0-9-]+)=("[^"]*"|[^,]*)/g);
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, value.replace(/^"|"$/g, '')]));
}

export function parseMultivariant(text: string, base: string): Multivariant {
  const lines = text.split(/\r?\n/);
  const variants = lines.flatMap((line, index) =>
    line.startsWith('#EXT-X-STREAM-INF:')
      ? [{ attributes: attributes(line.slice(18)), uri: new URL(lines[index + 1] ?? '', base).href }]
      : [],
  );
  const media = lines
    .filter((line) => line.startsWith('#EXT-X-MEDIA:'))
    .map((line) => attributes(line.slice(13)))
    .map((media) => ({ ...media, ...(media.URI && { URI: new URL(media.URI, base).href }) }));
  const ofType = (type: string) => media.filter((line) => 'TYPE' in line && line.TYPE === type);
  const keyFrames = lines
    .filter((line) => line.startsWith('#EXT-X-I-FRAME-STREAM-INF:'))
    .map((line) => new URL(attributes(line.slice(26)).URI ?? '', base).href);
  return { variants, audio: ofType('AUDIO'), captions: ofType('SUBTITLES'), keyFrames };
}

export function parseMedia(text: string, base: string): MediaPlaylist {
  const lines = text.split(/\r?\n/);
  const map = lines.find((line) => line.startsWith('#EXT-X-MAP:')) ?? '';
  const segments = lines.flatMap((line, index) => {
    if (!line.startsWith('#EXTINF:')) return [];
    const uri = lines.slice(index + 1).find((next) => next && !next.startsWith('#')) ?? '';
    return [{ duration: Number.parseFloat(line.slice(8)), uri: new URL(uri, base).href }];
  });
  const init = new URL(attributes(map.slice(11)).URI ?? '', base).href;
  return { init, segments, ended: lines.includes('#EXT-X-ENDLIST') };
}

/** Every file that playing needs: manifests, init segments and segments. */
export async function everyFile(manifest: string, get: (url: string) => Promise<string>): Promise<string[]> {
  const { variants, audio, captions, keyFrames } = parseMultivariant(await get(manifest), manifest);
  const others = [...audio, ...captions].flatMap(({ URI }) => URI ?? []);
  const playlists = [...variants.map(({ uri }) => uri), ...others, ...keyFrames];
  const files = await Promise.all(
    playlists.map(async (url) => {
      const { init, segments } = parseMedia(await get(url), url);
      return [url, init, ...segments.map(({ uri }) => uri)];
    }),
  );
  return [...new Set([manifest, ...files.flat()])];
}
