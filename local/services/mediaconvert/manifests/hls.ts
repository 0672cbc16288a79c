import type { CmafGroupSettings } from '@aws-sdk/client-mediaconvert';
import { averageBandwidth, keyFramePlaylist, keyFrames, peakBandwidth, type Rendition, segmentName } from './rendition';
import { type PlacedThumbnails, tileCount, tileName } from './thumbnails';

/** Version 7 permits fragmented MP4 in all its uses (RFC 8216, 7). MediaConvert itself writes 6. */
const version = 7;
const defaultGroup = 'program_audio';

/**
 * Returns seconds, as documented in the model for `TargetDurationCompatibilityMode`. Without the setting, the older
 * mode applies.
 */
function targetDuration(durations: readonly number[], mode: CmafGroupSettings['TargetDurationCompatibilityMode']) {
  const longest = Math.max(1, ...durations);
  // The written value has six digits, and the sum of ticks may differ in later digits.
  return mode === 'SPEC_COMPLIANT' ? Math.round(longest) : Math.ceil(Number(longest.toFixed(6)));
}

/** Returns a playlist of a rendition: the init segment, the keys, and the entries. */
function playlistOf(
  { init, contentKey }: Rendition,
  { TargetDurationCompatibilityMode }: CmafGroupSettings,
  kind: string,
  entries: readonly { readonly seconds: number; readonly lines: readonly string[] }[],
): string {
  const durations = entries.map(({ seconds }) => seconds);
  return lines([
    '#EXTM3U',
    `#EXT-X-VERSION:${version}`,
    `#EXT-X-TARGETDURATION:${targetDuration(durations, TargetDurationCompatibilityMode)}`,
    '#EXT-X-MEDIA-SEQUENCE:1',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    kind,
    `#EXT-X-MAP:URI="${uri(init)}"`,
    ...(contentKey?.signals.flatMap(({ hlsMedia }) => hlsMedia ?? []) ?? []),
    ...entries.flatMap((entry) => entry.lines),
    '#EXT-X-ENDLIST',
  ]);
}

export function mediaPlaylist(rendition: Rendition, settings: CmafGroupSettings): string {
  const { track, segments } = rendition;
  const whole = settings.ManifestDurationFormat === 'INTEGER';
  const entries = segments.map(({ duration }, index) => {
    const seconds = duration / track.timescale;
    const extinf = `#EXTINF:${whole ? Math.round(seconds) : seconds.toFixed(6)},`;
    return { seconds, lines: [extinf, uri(segmentName(rendition, index))] };
  });
  return playlistOf(rendition, settings, '#EXT-X-INDEPENDENT-SEGMENTS', entries);
}

/**
 * Lists key frames as ranges of the segments, from the moof box to the end of the first picture (RFC 8216, 4.3.3.6).
 */
export function iframePlaylist(rendition: Rendition, settings: CmafGroupSettings): string {
  const entries = keyFrames(rendition).map(({ segment, offset, size, seconds }) => {
    const range = `#EXT-X-BYTERANGE:${size}@${offset}`;
    return { seconds, lines: [`#EXTINF:${seconds.toFixed(6)},`, range, uri(segmentName(rendition, segment))] };
  });
  return playlistOf(rendition, settings, '#EXT-X-I-FRAMES-ONLY', entries);
}

export function multivariantPlaylist(
  renditions: readonly Rendition[],
  settings: CmafGroupSettings,
  thumbnails?: PlacedThumbnails,
): string {
  const pictures = renditions.filter(({ video }) => video);
  const sounds = renditions.filter(({ audio }) => audio);
  return lines([
    '#EXTM3U',
    `#EXT-X-VERSION:${version}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...sessionKeys(renditions),
    ...(pictures.length > 0 ? sounds.map(media) : []),
    ...(pictures.length > 0
      ? pictures.flatMap((picture) => variant(picture, sounds, settings))
      : sounds.flatMap(soundOnly)),
    ...pictures.flatMap(iframeStream),
    ...(thumbnails ? [imageStream(thumbnails)] : []),
  ]);
}

/** Returns the keys that a player can request before it reads a media playlist. */
function sessionKeys(renditions: readonly Rendition[]): string[] {
  const signals = renditions.flatMap(({ contentKey }) => contentKey?.signals ?? []);
  return [...new Set(signals.flatMap(({ hlsMaster }) => hlsMaster ?? []))];
}

/** Roku's image playlists: https://developer.roku.com/docs/developer-program/media-playback/trick-mode/hls-and-dash.md */
export function imagePlaylist(thumbnails: PlacedThumbnails): string {
  const { columns, rows, interval, width, height, duration } = thumbnails;
  const each = columns * rows * interval;
  const count = tileCount(thumbnails);
  return lines([
    '#EXTM3U',
    `#EXT-X-VERSION:${version}`,
    `#EXT-X-TARGETDURATION:${Math.ceil(Math.min(each, duration))}`,
    '#EXT-X-MEDIA-SEQUENCE:1',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-IMAGES-ONLY',
    ...Array.from({ length: count }, (_, index) => [
      `#EXTINF:${Math.min(each, duration - index * each).toFixed(6)},`,
      `#EXT-X-TILES:RESOLUTION=${width}x${height},LAYOUT=${columns}x${rows},DURATION=${interval.toFixed(6)}`,
      uri(tileName(thumbnails, index)),
    ]).flat(),
    '#EXT-X-ENDLIST',
  ]);
}

const groupOf = ({ output }: Rendition) => output.ContainerSettings?.CmfcSettings?.AudioGroupId ?? defaultGroup;

function media(rendition: Rendition, index: number): string {
  const type = rendition.output.ContainerSettings?.CmfcSettings?.AudioTrackType;
  // Without a track type, the first sound is the default one.
  const isDefault = type ? type === 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT' : index === 0;
  const { language, name, channels } = rendition.audio ?? {};
  return `#EXT-X-MEDIA:${attributes({
    TYPE: 'AUDIO',
    'GROUP-ID': quoted(groupOf(rendition)),
    ...(language && { LANGUAGE: quoted(language) }),
    NAME: quoted(name ?? 'Audio'),
    DEFAULT: isDefault ? 'YES' : 'NO',
    AUTOSELECT: type === 'ALTERNATE_AUDIO_NOT_AUTO_SELECT' ? 'NO' : 'YES',
    CHANNELS: quoted(String(channels)),
    URI: quoted(uri(rendition.playlist)),
  })}`;
}

/** Returns one entry for each audio group of the picture. */
function variant(picture: Rendition, sounds: readonly Rendition[], settings: CmafGroupSettings): string[] {
  const sets = picture.output.ContainerSettings?.CmfcSettings?.AudioRenditionSets?.split(',').map((set) => set.trim());
  const groups = [...new Set(sounds.map(groupOf))].filter((group) => sets === undefined || sets.includes(group));
  const entries = groups.length > 0 ? groups : [undefined];
  return entries.flatMap((group) => {
    const own = sounds.filter((sound) => groupOf(sound) === group);
    const rate = picture.video?.frameRate ?? { num: 0, den: 1 };
    const { width, height, codec } = picture.track;
    const stream = attributes({
      BANDWIDTH: String(peakBandwidth(picture) + Math.max(0, ...own.map(peakBandwidth))),
      'AVERAGE-BANDWIDTH': String(averageBandwidth(picture) + Math.max(0, ...own.map(averageBandwidth))),
      CODECS: quoted([codec, ...new Set(own.map(({ track }) => track.codec))].join(',')),
      ...(settings.StreamInfResolution !== 'EXCLUDE' && { RESOLUTION: `${width}x${height}` }),
      'FRAME-RATE': (rate.num / rate.den).toFixed(3),
      'VIDEO-RANGE': picture.video?.range ?? 'SDR',
      ...(group !== undefined && { AUDIO: quoted(group) }),
    });
    return [`#EXT-X-STREAM-INF:${stream}`, uri(picture.playlist)];
  });
}

function iframeStream(picture: Rendition): string[] {
  const playlist = keyFramePlaylist(picture);
  if (!playlist) return [];
  const frames = keyFrames(picture);
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  const bytes = frames.reduce((sum, { size }) => sum + size, 0);
  const { width, height, codec } = picture.track;
  return [
    `#EXT-X-I-FRAME-STREAM-INF:${attributes({
      BANDWIDTH: String(Math.max(...frames.map(({ size, seconds }) => Math.ceil((size * 8) / seconds)))),
      'AVERAGE-BANDWIDTH': String(Math.ceil((bytes * 8) / total)),
      CODECS: quoted(codec),
      RESOLUTION: `${width}x${height}`,
      'VIDEO-RANGE': picture.video?.range ?? 'SDR',
      URI: quoted(uri(playlist)),
    })}`,
  ];
}

function soundOnly(rendition: Rendition): string[] {
  const stream = attributes({
    BANDWIDTH: String(peakBandwidth(rendition)),
    'AVERAGE-BANDWIDTH': String(averageBandwidth(rendition)),
    CODECS: quoted(rendition.track.codec),
  });
  return [`#EXT-X-STREAM-INF:${stream}`, uri(rendition.playlist)];
}

function imageStream(thumbnails: PlacedThumbnails): string {
  const { columns, rows, interval, width, height, largestBytes } = thumbnails;
  return `#EXT-X-IMAGE-STREAM-INF:${attributes({
    BANDWIDTH: String(Math.ceil((largestBytes * 8) / (columns * rows * interval))),
    RESOLUTION: `${width}x${height}`,
    CODECS: quoted('jpeg'),
    URI: quoted(uri(thumbnails.playlist)),
  })}`;
}

const lines = (content: readonly string[]) => `${content.join('\n')}\n`;
const quoted = (value: string) => `"${value.replaceAll('"', "'")}"`;
const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');

/** Returns a file's name as a relative reference. */
export const uri = (name: string) => encodeURIComponent(name);
