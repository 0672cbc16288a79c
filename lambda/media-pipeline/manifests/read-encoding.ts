import { Refusal } from '../../shared/errors';
import { type Element, parseXml } from '../../shared/xml';
import { measure } from './bitrates';
import { childrenOf, mediumOf, moved, period, segmentsOf } from './dash';
import { type Attributes, type MultivariantPlaylist, parseMedia, parseMultivariant } from './hls';
import { hlsKeyLine, hlsKeys } from './protection';
import type { AudioRendition, Encoding, VideoRendition } from './renditions';

/** What a job wrote, as it lies in its folder. */
export interface Folder {
  /** Bytes by file name. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Throws when there is no such file. */
  read(name: string): Promise<string>;
}

export interface EncodingOptions {
  /** The base name of the job's files. */
  readonly name: string;
  /** From the published manifest's folder to the job's: `../../picture/{run}/`. */
  readonly prefix: string;
  /** Whose sound it is, if it has sound. */
  readonly sound?: Pick<AudioRendition, 'language' | 'kind' | 'channels'>;
}

function missing(what: string): Refusal {
  return new Refusal('TranscodeFailed', `The encoder did not write ${what}.`);
}

/** The size and the length of what a playlist lists; all of it must be there. */
function weigh(folder: Folder, segments: readonly { uri: string; durationSeconds: number }[], targetDuration: number) {
  const chunks = segments.map(({ uri, durationSeconds }) => {
    const bytes = folder.sizes.get(uri);
    if (bytes === undefined) throw missing(uri);
    return { bytes, durationSeconds };
  });
  const durationSeconds = chunks.reduce((sum, chunk) => sum + chunk.durationSeconds, 0);
  return { bitrates: measure(chunks, targetDuration), durationSeconds };
}

const isVideoCodec = (codec: string) => /^(avc|hvc|hev|av01|vp09|dvh)/.test(codec);

async function videoRendition(
  folder: Folder,
  { prefix }: EncodingOptions,
  { uri, attributes }: { uri: string; attributes: Attributes },
): Promise<VideoRendition> {
  const { targetDuration, segments } = parseMedia(await folder.read(uri));
  const [width = 0, height = 0] = (attributes.RESOLUTION ?? '').split('x').map(Number);
  return {
    uri: prefix + uri,
    codecs: (attributes.CODECS ?? '').split(',').filter(isVideoCodec).join(','),
    width,
    height,
    frameRate: Number(attributes['FRAME-RATE'] ?? 0),
    ...weigh(folder, segments, targetDuration),
  };
}

async function audioRendition(
  folder: Folder,
  { prefix }: EncodingOptions,
  sound: NonNullable<EncodingOptions['sound']>,
  { variants, media }: MultivariantPlaylist,
): Promise<AudioRendition> {
  const uri = media.find(({ TYPE, URI }) => TYPE === 'AUDIO' && URI)?.URI;
  if (!uri) throw missing('the sound');
  const allCodecs = variants.flatMap(({ attributes }) => (attributes.CODECS ?? '').split(','));
  const codecs = allCodecs.find((codec) => codec !== '' && !isVideoCodec(codec)) ?? 'mp4a.40.2';
  const { targetDuration, segments } = parseMedia(await folder.read(uri));
  return { ...sound, uri: prefix + uri, codecs, ...weigh(folder, segments, targetDuration) };
}

/** From a CMAF group's own playlists. */
async function fromHls(folder: Folder, hls: string, mpd: Element, options: EncodingOptions): Promise<Encoding> {
  const { prefix, sound } = options;
  const playlist = parseMultivariant(hls);
  return {
    video: await Promise.all(playlist.variants.map((variant) => videoRendition(folder, options, variant))),
    audio: sound ? [await audioRendition(folder, options, sound, playlist)] : [],
    trickPlay: playlist.trickPlay.map(({ tag, attributes }) => ({
      tag,
      attributes: { ...attributes, URI: prefix + attributes.URI },
    })),
    sessionKeys: playlist.sessionKeys,
    mpd: moved(mpd, prefix),
    playlists: {},
  };
}

/** From a DASH group, which has no playlists: they are made from its timeline, over the same segments. */
function fromDash(folder: Folder, mpd: Element, { prefix, sound }: EncodingOptions): Encoding {
  if (!sound) throw missing('a playlist');
  const sets = childrenOf(period(mpd), 'AdaptationSet').filter((set) => mediumOf(set) === 'audio');
  const [representation] = sets.flatMap((set) => childrenOf(set, 'Representation').map((one) => ({ set, one })));
  if (!representation) throw missing('the sound');
  const { set, one } = representation;
  const { init, segments } = segmentsOf(set, one);
  if (segments.length === 0) throw missing('the sound');
  const targetDuration = Math.ceil(Math.max(...segments.map(({ durationSeconds }) => durationSeconds)));
  const name = `audio-${sound.language}.m3u8`;
  const keys = hlsKeys(set);
  const playlist = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetDuration}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:1',
    `#EXT-X-MAP:URI="${prefix}${init}"`,
    ...keys.map((key) => hlsKeyLine('EXT-X-KEY', key)),
    ...segments.map(({ uri, durationSeconds }) => `#EXTINF:${durationSeconds.toFixed(5)},\n${prefix}${uri}`),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
  const codecs = one.attributes.codecs ?? set.attributes.codecs ?? 'mp4a.40.2';
  return {
    video: [],
    audio: [{ ...sound, uri: name, codecs, ...weigh(folder, segments, targetDuration) }],
    trickPlay: [],
    sessionKeys: keys.map((key) => hlsKeyLine('EXT-X-SESSION-KEY', key)),
    mpd: moved(mpd, prefix),
    playlists: { [name]: playlist },
  };
}

/**
 * Reads what an encoding job wrote.
 * Throws {@link Refusal} `TranscodeFailed` when something is missing, `SyntaxError` when a manifest cannot be read.
 */
export async function readEncoding(folder: Folder, options: EncodingOptions): Promise<Encoding> {
  const [dash, hls] = [`${options.name}.mpd`, `${options.name}.m3u8`];
  if (!folder.sizes.has(dash)) throw missing('its manifest');
  const mpd = parseXml(await folder.read(dash));
  if (!folder.sizes.has(hls)) return fromDash(folder, mpd, options);
  return fromHls(folder, await folder.read(hls), mpd, options);
}
