import type { CmafGroupSettings } from '@aws-sdk/client-mediaconvert';
import { scheme } from '../content-keys';
import { uri } from './hls';
import { averageBandwidth, peakBandwidth, type Rendition, type Segment, seconds } from './rendition';
import type { PlacedThumbnails } from './thumbnails';

/**
 * Returns the MPD of a group: one adaptation set for the picture and one for each sound, each with the times of its own
 * segments.
 */
export function mpd(
  renditions: readonly Rendition[],
  settings: CmafGroupSettings,
  thumbnails?: PlacedThumbnails,
): string {
  const pictures = renditions.filter(({ video }) => video);
  const sounds = renditions.filter(({ audio }) => audio);
  const duration = Math.max(0, ...renditions.map(seconds));
  const buffer = settings.MinBufferTime ? settings.MinBufferTime / 1000 : (settings.SegmentLength ?? 10);
  const sets = [
    ...(pictures.length > 0 ? [pictureSet(pictures, settings)] : []),
    ...sounds.map((sound, index) => soundSet(sound, index, settings)),
    ...(thumbnails ? [imageSet(thumbnails)] : []),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element(
      'MPD',
      {
        xmlns: 'urn:mpeg:dash:schema:mpd:2011',
        ...(renditions.some(({ contentKey }) => contentKey) && { 'xmlns:cenc': 'urn:mpeg:cenc:2013' }),
        type: 'static',
        profiles: 'urn:mpeg:dash:profile:isoff-main:2011',
        mediaPresentationDuration: time(duration),
        minBufferTime: time(buffer),
      },
      [element('Period', { id: '1', start: 'PT0S', duration: time(duration) }, sets)],
    ),
    '',
  ].join('\n');
}

function pictureSet(pictures: readonly Rendition[], settings: CmafGroupSettings): string {
  const common = {
    id: '1',
    mimeType: 'video/mp4',
    contentType: 'video',
    segmentAlignment: 'true',
    startWithSAP: '1',
    maxWidth: String(Math.max(...pictures.map(({ track }) => track.width ?? 0))),
    maxHeight: String(Math.max(...pictures.map(({ track }) => track.height ?? 0))),
  };
  const representations = pictures.map((picture) => {
    const { num, den } = picture.video?.frameRate ?? { num: 0, den: 1 };
    const { codec, width, height } = picture.track;
    const shape = { width: String(width), height: String(height), frameRate: den === 1 ? `${num}` : `${num}/${den}` };
    return element('Representation', { id: id(picture), ...bandwidth(picture, settings), codecs: codec, ...shape }, [
      template(picture),
    ]);
  });
  return element('AdaptationSet', common, [...contentProtection(pictures[0]), ...representations]);
}

function soundSet(sound: Rendition, index: number, settings: CmafGroupSettings): string {
  const { language, name = 'Audio', channels } = sound.audio ?? {};
  const { codec, sampleRate } = sound.track;
  const common = {
    id: String(index + 2),
    mimeType: 'audio/mp4',
    contentType: 'audio',
    lang: language ?? 'und',
    segmentAlignment: 'true',
    startWithSAP: '1',
  };
  const representation = {
    id: id(sound),
    ...bandwidth(sound, settings),
    codecs: codec,
    audioSamplingRate: String(sampleRate),
  };
  return element('AdaptationSet', common, [
    ...contentProtection(sound),
    element('Label', {}, [escapeXml(name)]),
    element('Role', { schemeIdUri: 'urn:mpeg:dash:role:2011', value: index === 0 ? 'main' : 'alternate' }),
    element('Representation', representation, [
      element('AudioChannelConfiguration', {
        schemeIdUri: 'urn:mpeg:dash:23003:3:audio_channel_configuration:2011',
        value: String(channels),
      }),
      template(sound),
    ]),
  ]);
}

/** ISO/IEC 23009-1, 5.8.4.1: first the scheme and the key, then an element for each DRM system. */
function contentProtection({ contentKey }: Pick<Rendition, 'contentKey'> = {}): string[] {
  if (!contentKey) return [];
  const { keyId, signals } = contentKey;
  return [
    element('ContentProtection', {
      schemeIdUri: 'urn:mpeg:dash:mp4protection:2011',
      value: scheme,
      'cenc:default_KID': keyId,
    }),
    ...signals.flatMap(({ systemId, contentProtection: inner }) =>
      inner === undefined ? [] : [element('ContentProtection', { schemeIdUri: `urn:uuid:${systemId}` }, [inner])],
    ),
  ];
}

/** DASH-IF Interoperability Points 4.3, 6.2.6: tiled thumbnails. */
function imageSet(thumbnails: PlacedThumbnails): string {
  const { prefix, columns, rows, width, height, interval, largestBytes } = thumbnails;
  const each = columns * rows * interval;
  return element('AdaptationSet', { id: '100', mimeType: 'image/jpeg', contentType: 'image' }, [
    element('SegmentTemplate', {
      media: `${uri(prefix)}$Number%09d$.jpg`,
      startNumber: '1',
      timescale: '1000',
      duration: String(Math.round(each * 1000)),
    }),
    element(
      'Representation',
      {
        id: 'thumbnails',
        bandwidth: String(Math.ceil((largestBytes * 8) / each)),
        width: String(width * columns),
        height: String(height * rows),
      },
      [
        element('EssentialProperty', {
          schemeIdUri: 'http://dashif.org/guidelines/thumbnail_tile',
          value: `${columns}x${rows}`,
        }),
      ],
    ),
  ]);
}

function template(rendition: Rendition): string {
  const { init, segmentPrefix, extension, track, segments } = rendition;
  const attributes = {
    timescale: String(track.timescale),
    media: `${uri(segmentPrefix)}$Number%09d$${extension}`,
    initialization: uri(init),
    startNumber: '1',
  };
  return element('SegmentTemplate', attributes, [element('SegmentTimeline', {}, timeline(segments))]);
}

/** Writes runs of equal segments as one entry with a repeat count. */
function timeline(segments: readonly Segment[]): string[] {
  const runs: { t: number; d: number; r: number }[] = [];
  for (const { start, duration } of segments) {
    const last = runs.at(-1);
    if (last && last.d === duration && last.t + last.d * (last.r + 1) === start) last.r += 1;
    else runs.push({ t: start, d: duration, r: 0 });
  }
  return runs.map(({ t, d, r }) => element('S', { t: String(t), d: String(d), ...(r > 0 && { r: String(r) }) }));
}

const id = ({ playlist }: Rendition) => playlist.replace(/\.m3u8$/, '').replace(/[^\w.-]/g, '_');

const bandwidth = (rendition: Rendition, { MpdManifestBandwidthType }: CmafGroupSettings) => ({
  bandwidth: String(MpdManifestBandwidthType === 'MAX' ? peakBandwidth(rendition) : averageBandwidth(rendition)),
});

const time = (length: number) => `PT${length.toFixed(3)}S`;
const escapeXml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function element(name: string, attributes: Readonly<Record<string, string>>, children: readonly string[] = []): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  if (children.length === 0) return `<${name}${head.join('')}/>`;
  return `<${name}${head.join('')}>${children.join('')}</${name}>`;
}
