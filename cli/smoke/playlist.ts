import { agreeingPlaylists, type Multivariant, readMultivariant } from '../presentation';

/** A media playlist with the files that a player loads. */
export interface MediaPlaylist {
  readonly url: string;
  readonly text: string;
  /** The address of the init segment, if the playlist has one. */
  readonly init?: string;
  readonly segments: readonly string[];
}

export interface Presentation {
  readonly text: string;
  readonly playlists: readonly MediaPlaylist[];
  /** Addresses of the playlists with picture or sound. */
  readonly agreeing: readonly string[];
  readonly counts: { readonly pictures: number; readonly sounds: number; readonly captions: number };
}

/** Reads a presentation through `load`. Throws if a file is not a playlist, or if a playlist has no end. */
export async function readHls(url: string, load: (url: string) => Promise<string>): Promise<Presentation> {
  const text = await load(url);
  const found: Multivariant = readMultivariant(text);
  if (!text.startsWith('#EXTM3U') || found.variants.length === 0) throw new Error('HLS has no variants');
  const of = (type: string) => found.media.filter(({ TYPE }) => TYPE === type);
  const absolute = (uri: string) => new URL(uri, url).href;
  const agreeing = agreeingPlaylists(found).map(absolute);
  const captions = of('SUBTITLES').flatMap(({ URI }) => (URI ? absolute(URI) : []));
  const keyFrames = found.keyFrames.flatMap(({ URI }) => (URI ? absolute(URI) : []));
  const playlists: MediaPlaylist[] = [];
  for (const address of new Set([...agreeing, ...captions, ...keyFrames])) {
    playlists.push(readMedia(await load(address), address));
  }
  const pictures = new Set(found.variants.map(({ uri }) => uri)).size;
  return { text, playlists, agreeing, counts: { pictures, sounds: of('AUDIO').length, captions: captions.length } };
}

export function readMedia(text: string, url: string): MediaPlaylist {
  const lines = text.split(/\r?\n/);
  const init = /^#EXT-X-MAP:.*URI="([^"]+)"/m.exec(text)?.[1];
  const segments = lines.filter((line) => line && !line.startsWith('#')).map((line) => new URL(line, url).href);
  if (lines[0] !== '#EXTM3U' || segments.length === 0)
    throw new Error(`${new URL(url).pathname} is not a media playlist`);
  if (!lines.includes('#EXT-X-ENDLIST')) throw new Error(`${new URL(url).pathname} has no end`);
  return { url, text, segments, ...(init !== undefined && { init: new URL(init, url).href }) };
}
