import { Refusal } from '../../../shared/errors';
import { type Element, parseXml } from '../../../shared/xml';
import { measure } from './bitrates';
import { childrenOf, mediumOf, moved, offsetsOf, period, segmentsOf } from './dash';
import { type FirstTime, firstTime } from './first-time';
import { type Attributes, type MultivariantPlaylist, parseMedia, parseMultivariant } from './hls';
import { isForHls, withBrand } from './init-segment';
import { hlsKeyLine, hlsKeys } from './protection';
import type { AudioRendition, Encoding, VideoRendition } from './renditions';
import { leastTargetDuration } from './target-duration';

/** The files that a job wrote to its folder. */
export interface Folder {
  /** Bytes by file name. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Throws if the file does not exist. */
  read(name: string): Promise<string>;
  /** At most the given number of bytes from the file's start. Throws if the file does not exist. */
  head(name: string, bytes: number): Promise<Uint8Array>;
}

export interface EncodingOptions {
  /** The base name of the job's files. */
  readonly name: string;
  /** From the published manifest's folder to the job's: `../../picture/{run}/`. */
  readonly prefix: string;
  /** The language and the kind of its sound. Missing if it has no sound. */
  readonly sound?: Pick<AudioRendition, 'language' | 'kind' | 'channels'>;
}

function missing(what: string): Refusal {
  return new Refusal('TranscodeFailed', `The encoder did not write ${what}.`);
}

/** The size and the length of the segments that a playlist lists. Throws a {@link Refusal} if a segment is missing. */
function weigh(folder: Folder, listed: readonly { uri: string; durationSeconds: number }[], targetDuration: number) {
  const segments = listed.map(({ uri, durationSeconds }) => {
    const bytes = folder.sizes.get(uri);
    if (bytes === undefined) throw missing(uri);
    return { bytes, durationSeconds };
  });
  const durationSeconds = segments.reduce((sum, chunk) => sum + chunk.durationSeconds, 0);
  return { segments, bitrates: measure(segments, targetDuration), durationSeconds };
}

/** Init segments, and the boxes before a segment's media, have a few kilobytes, even with keys of several systems. */
const headBytes = 65_536;

interface Beginning extends FirstTime {
  readonly init: Buffer;
}

async function beginningOf(folder: Folder, init: string | undefined, segment: string | undefined): Promise<Beginning> {
  if (!init || !segment || !folder.sizes.has(init)) throw missing(init ?? 'an init segment');
  const heads = await Promise.all([init, segment].map(async (name) => Buffer.from(await folder.head(name, headBytes))));
  const [start, media] = heads as [Buffer, Buffer];
  try {
    return { init: start, ...firstTime(start, media) };
  } catch (error) {
    throw new Refusal('TranscodeFailed', `The encoder wrote ${segment} in a form that players cannot read: ${error}`);
  }
}

const isVideoCodec = (codec: string) => /^(avc|hvc|hev|av01|vp09|dvh)/.test(codec);

const rangeOf = (attributes: Attributes) =>
  // Films are mapped to SDR before they are encoded; see plan-ladder.ts.
  (['PQ', 'HLG'] as const).find((range) => range === attributes['VIDEO-RANGE']) ?? 'SDR';

/** The properties that all renditions of a CMAF group have, from the rendition's media playlist. */
async function fromPlaylist(folder: Folder, prefix: string, uri: string) {
  const text = await folder.read(uri);
  const { targetDuration, segments } = parseMedia(text);
  const playlist = { name: uri, text, prefix, targetDuration };
  return { uri: prefix + uri, playlist, ...weigh(folder, segments, targetDuration) };
}

async function videoRendition(
  folder: Folder,
  { prefix }: EncodingOptions,
  { uri, attributes }: { uri: string; attributes: Attributes },
): Promise<VideoRendition> {
  const [width = 0, height = 0] = (attributes.RESOLUTION ?? '').split('x').map(Number);
  return {
    ...(await fromPlaylist(folder, prefix, uri)),
    codecs: (attributes.CODECS ?? '').split(',').filter(isVideoCodec).join(','),
    width,
    height,
    frameRate: Number(attributes['FRAME-RATE'] ?? 0),
    range: rangeOf(attributes),
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
  return { ...sound, ...(await fromPlaylist(folder, prefix, uri)), codecs };
}

/** From a CMAF group's own playlists. */
async function fromHls(folder: Folder, hls: string, mpd: Element, options: EncodingOptions): Promise<Encoding> {
  const { prefix, sound } = options;
  const playlist = parseMultivariant(hls);
  const trickPlay = playlist.trickPlay.map(({ tag, attributes }) => {
    const { URI = '' } = attributes;
    if (!folder.sizes.has(URI)) throw missing(URI || 'a playlist of key frames');
    const range = tag === 'EXT-X-I-FRAME-STREAM-INF' && { 'VIDEO-RANGE': rangeOf(attributes) };
    return { tag, attributes: { ...attributes, ...range, URI: prefix + URI } };
  });
  const [video, audio] = await Promise.all([
    Promise.all(playlist.variants.map((variant) => videoRendition(folder, options, variant))),
    sound ? Promise.all([audioRendition(folder, options, sound, playlist)]) : [],
  ]);
  const [first] = [...video, ...audio];
  if (!first) throw missing('a playlist');
  const { init, segments } = parseMedia(first.playlist.text);
  const { shown } = await beginningOf(folder, init, segments[0]?.uri);
  return {
    video,
    audio,
    trickPlay,
    sessionKeys: playlist.sessionKeys,
    mpd: moved(mpd, prefix),
    begin: { shown, offset: offsetsOf(mpd)[video.length > 0 ? 'video' : 'audio'] ?? 0 },
    files: {},
  };
}

/** The encoding of a DASH group. It has no playlists: they are made from its timeline and name the same segments. */
async function fromDash(folder: Folder, mpd: Element, { prefix, sound }: EncodingOptions): Promise<Encoding> {
  if (!sound) throw missing('a playlist');
  const sets = childrenOf(period(mpd), 'AdaptationSet').filter((set) => mediumOf(set) === 'audio');
  const [representation] = sets.flatMap((set) => childrenOf(set, 'Representation').map((one) => ({ set, one })));
  if (!representation) throw missing('the sound');
  const { set, one } = representation;
  const { init, segments } = segmentsOf(set, one);
  if (segments.length === 0) throw missing('the sound');
  const targetDuration = leastTargetDuration(segments.map(({ durationSeconds }) => durationSeconds));
  const weighed = weigh(folder, segments, targetDuration);
  const beginning = await beginningOf(folder, init, segments[0]?.uri);
  const map = hlsInit(beginning, `${prefix}${init}`, `audio-${sound.language}-init.mp4`);
  const name = `audio-${sound.language}.m3u8`;
  const keys = hlsKeys(set);
  const text = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetDuration}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:1',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${map.uri}"`,
    ...keys.map((key) => hlsKeyLine('EXT-X-KEY', key)),
    ...segments.map(({ uri, durationSeconds }) => `#EXTINF:${durationSeconds.toFixed(5)},\n${prefix}${uri}`),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
  const codecs = one.attributes.codecs ?? set.attributes.codecs ?? 'mp4a.40.2';
  const rendition: AudioRendition = {
    ...sound,
    ...weighed,
    uri: name,
    codecs,
    playlist: { name, text, prefix: '', targetDuration },
  };
  return {
    video: [],
    audio: [rendition],
    trickPlay: [],
    sessionKeys: keys.map((key) => hlsKeyLine('EXT-X-SESSION-KEY', key)),
    mpd: moved(mpd, prefix),
    begin: { shown: beginning.shown, offset: offsetsOf(mpd).audio ?? 0 },
    files: { [name]: text, ...map.files },
  };
}

/**
 * The init segment for HLS. The guide does not document the brands of a DASH group's init segment. If HLS requires
 * another brand and the segments comply with it, the publication contains a copy with that brand.
 */
function hlsInit(
  { init, isRelative }: Beginning,
  uri: string,
  copy: string,
): Pick<Encoding, 'files'> & { uri: string } {
  if (!isRelative) {
    throw new Refusal('TranscodeFailed', 'The encoder wrote sound in a form that HLS players cannot read.');
  }
  if (isForHls(init)) return { uri, files: {} };
  return { uri: copy, files: { [copy]: withBrand(init, 'iso6') } };
}

/**
 * Reads what an encoding job wrote.
 * Throws {@link Refusal} `TranscodeFailed` if a file is missing, `SyntaxError` if a manifest cannot be read.
 */
export async function readEncoding(folder: Folder, options: EncodingOptions): Promise<Encoding> {
  const [dash, hls] = [`${options.name}.mpd`, `${options.name}.m3u8`];
  if (!folder.sizes.has(dash)) throw missing('its manifest');
  const mpd = parseXml(await folder.read(dash));
  if (!folder.sizes.has(hls)) return fromDash(folder, mpd, options);
  return fromHls(folder, await folder.read(hls), mpd, options);
}
