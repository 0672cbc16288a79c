import { tagLine } from './hls';
import {
  type AudioRendition,
  type CaptionRendition,
  type Encoding,
  languageName,
  type VideoRendition,
} from './renditions';

const audioGroup = 'audio';
const captionGroup = 'captions';

/** Apple's characteristic of captions and sound that a machine made. */
const byMachine = 'public.machine-generated';

/**
 * Bits per second of the first variant, with which players start. Apple's HLS authoring specification requires about
 * 2000 kbit/s.
 * https://developer.apple.com/documentation/http-live-streaming/hls-authoring-specification-for-apple-devices
 */
const firstBandwidth = 2_000_000;

/** The variant with which players start, then the others by descending bitrate. */
function inOrder(variants: readonly VideoRendition[], audioPeak: number): VideoRendition[] {
  const distance = ({ bitrates }: VideoRendition) => Math.abs(bitrates.peak + audioPeak - firstBandwidth);
  const [first, ...others] = variants.toSorted((a, b) => distance(a) - distance(b));
  return first ? [first, ...others.toSorted((a, b) => b.bitrates.peak - a.bitrates.peak)] : [];
}

/** Adds names that differ within a group (RFC 8216, 4.3.4.1): if two tags have the same name, it contains the tag. */
function named<T extends { readonly language: string }>(renditions: readonly T[]): (T & { readonly name: string })[] {
  const names = renditions.map(({ language }) => languageName(language));
  return renditions.map((rendition, index) => {
    const name = names[index] ?? '';
    const isFirst = names.indexOf(name) === index;
    return { ...rendition, name: isFirst ? name : `${name} (${rendition.language})` };
  });
}

function mediaLine(audio: AudioRendition & { readonly name: string }, isInVariant: boolean): string {
  return tagLine('EXT-X-MEDIA', {
    TYPE: 'AUDIO',
    'GROUP-ID': audioGroup,
    NAME: audio.name,
    LANGUAGE: audio.language === 'und' ? undefined : audio.language,
    DEFAULT: audio.kind === 'original' ? 'YES' : 'NO',
    AUTOSELECT: 'YES',
    CHARACTERISTICS: audio.kind === 'dub' ? byMachine : undefined,
    CHANNELS: String(audio.channels),
    // Without a URI, the rendition is the sound of the variant itself (RFC 8216, 4.3.4.1).
    URI: isInVariant ? undefined : audio.uri,
  });
}

function captionLine({ language, kind, playlistUri, name }: CaptionRendition & { readonly name: string }): string {
  const transcript = 'public.accessibility.transcribes-spoken-dialog';
  return tagLine('EXT-X-MEDIA', {
    TYPE: 'SUBTITLES',
    'GROUP-ID': captionGroup,
    NAME: name,
    LANGUAGE: language === 'und' ? undefined : language,
    DEFAULT: 'NO',
    AUTOSELECT: 'YES',
    FORCED: 'NO',
    CHARACTERISTICS: kind === 'original' ? `${transcript},${byMachine}` : byMachine,
    URI: playlistUri,
  });
}

/**
 * The multivariant playlist of all parts of a film that exist. The only variant of a recording without a picture is its
 * original sound.
 */
export function composeHls(encodings: readonly Encoding[], captions: readonly CaptionRendition[] = []): string {
  const audio = named(encodings.flatMap((encoding) => encoding.audio));
  const audioCodecs = [...new Set(audio.map(({ codecs }) => codecs))];
  const peak = Math.max(0, ...audio.map(({ bitrates }) => bitrates.peak));
  const average = Math.max(0, ...audio.map(({ bitrates }) => bitrates.average));
  const video = inOrder(
    encodings.flatMap((encoding) => encoding.video),
    peak,
  );
  const groups = {
    AUDIO: audio.length > 0 ? audioGroup : undefined,
    SUBTITLES: captions.length > 0 ? captionGroup : undefined,
  };
  const variants = video.map(({ uri, codecs, width, height, frameRate, range, bitrates }) => {
    const attributes = {
      BANDWIDTH: bitrates.peak + peak,
      'AVERAGE-BANDWIDTH': bitrates.average + average,
      CODECS: [codecs, ...audioCodecs].join(','),
      RESOLUTION: `${width}x${height}`,
      'FRAME-RATE': frameRate.toFixed(3),
      'VIDEO-RANGE': range,
      ...groups,
      // Without this, Apple's players offer captions embedded in the picture, which do not exist.
      'CLOSED-CAPTIONS': 'NONE',
    };
    return `${tagLine('EXT-X-STREAM-INF', attributes)}\n${uri}`;
  });
  const [original] = audio;
  if (video.length === 0 && original) {
    const attributes = { BANDWIDTH: peak, 'AVERAGE-BANDWIDTH': average, CODECS: audioCodecs.join(','), ...groups };
    variants.push(`${tagLine('EXT-X-STREAM-INF', attributes)}\n${original.uri}`);
  }
  return [
    '#EXTM3U',
    // Version 6 is required for EXT-X-MAP, and version 7 by Apple's players for fragmented MP4.
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...new Set(encodings.flatMap((encoding) => encoding.sessionKeys)),
    ...audio.map((rendition) => mediaLine(rendition, video.length === 0 && rendition === original)),
    ...named(captions).map(captionLine),
    ...variants,
    ...encodings.flatMap((encoding) => encoding.trickPlay).map(({ tag, attributes }) => tagLine(tag, attributes)),
    '',
  ].join('\n');
}
