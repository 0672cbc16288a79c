import type { Folder } from '../../../lambda/media-pipeline/manifests/read-encoding';

interface Rendition {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly codecs: string;
  readonly bytes: number;
}

const renditions: readonly Rendition[] = [
  { name: '720p', width: 1280, height: 720, codecs: 'avc1.64001f', bytes: 3_000_000 },
  { name: '360p', width: 640, height: 360, codecs: 'avc1.64001e', bytes: 600_000 },
];
const audioBytes = 96_000;

function playlist(name: string, extension: string, durations: readonly number[]): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    '#EXT-X-TARGETDURATION:6',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXT-X-MAP:URI="film_${name}init.${extension}"`,
    ...durations.map((seconds, index) => `#EXTINF:${seconds},\nfilm_${name}_00000000${index + 1}.${extension}`),
    '#EXT-X-ENDLIST',
  ].join('\n');
}

function template(name: string, extension: string, durations: readonly number[], base = 'film'): string {
  return `<SegmentTemplate timescale="1000" media="${base}_${name}_$Number%09d$.${extension}" initialization="${base}_${name}init.${extension}" startNumber="1">
    <SegmentTimeline>${durations.map((seconds) => `<S d="${seconds * 1000}"/>`).join('')}</SegmentTimeline>
  </SegmentTemplate>`;
}

function audioSet(extension: string, durations: readonly number[], base = 'film'): string {
  return `<AdaptationSet mimeType="audio/mp4" segmentAlignment="true" lang="eng" id="2">
    <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
    <Representation id="9" bandwidth="128000" audioSamplingRate="48000" codecs="mp4a.40.2">${template('audio', extension, durations, base)}</Representation>
  </AdaptationSet>`;
}

const mpd = (sets: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by an encoder -->
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT10S" minBufferTime="PT6S" profiles="urn:mpeg:dash:profile:isoff-main:2011">
  <Period start="PT0S" id="1">${sets}</Period>
</MPD>`;

/** A job's folder in memory. */
export class EncodedFilm implements Folder {
  readonly files = new Map<string, string>();
  readonly sizes = new Map<string, number>();

  add(name: string, text: string): void {
    this.files.set(name, text);
    this.sizes.set(name, text.length);
  }

  segments(name: string, extension: string, count: number, bytes: number, base = 'film'): void {
    for (let index = 1; index <= count; index++) this.sizes.set(`${base}_${name}_00000000${index}.${extension}`, bytes);
  }

  async read(name: string): Promise<string> {
    const text = this.files.get(name);
    if (text === undefined) throw new Error(`no ${name}`);
    return text;
  }
}

/** What MediaConvert writes for a film in a CMAF group: two renditions, tiled thumbnails, and sound where wanted. */
export function encodedFilm({ withSound = true, durations = [6, 4] } = {}): EncodedFilm {
  const film = new EncodedFilm();
  const variants = renditions.flatMap(({ name, width, height, codecs }) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="${codecs}${withSound ? ',mp4a.40.2' : ''}",RESOLUTION=${width}x${height},FRAME-RATE=24.000${withSound ? ',AUDIO="audio"' : ''}`,
    `film_${name}.m3u8`,
  ]);
  const media =
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="x",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="film_audio.m3u8"';
  const images = '#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=900,RESOLUTION=312x176,CODECS="jpeg",URI="film_images.m3u8"';
  film.add('film.m3u8', ['#EXTM3U', ...(withSound ? [media] : []), ...variants, images].join('\n'));
  for (const { name, bytes } of renditions) {
    film.add(`film_${name}.m3u8`, playlist(name, 'cmfv', durations));
    film.segments(name, 'cmfv', durations.length, bytes);
  }
  if (withSound) {
    film.add('film_audio.m3u8', playlist('audio', 'cmfa', durations));
    film.segments('audio', 'cmfa', durations.length, audioBytes);
  }
  const video = renditions.map(
    ({ name, width, height, codecs }, index) =>
      `<Representation id="${index + 1}" width="${width}" height="${height}" frameRate="24/1" bandwidth="1" codecs="${codecs}">${template(name, 'cmfv', durations)}</Representation>`,
  );
  film.add(
    'film.mpd',
    mpd(`<AdaptationSet mimeType="video/mp4" segmentAlignment="true" id="1">${video.join('')}</AdaptationSet>
      ${withSound ? audioSet('cmfa', durations) : ''}`),
  );
  return film;
}

/** What MediaConvert writes for a recording, or for a dub, in a DASH group. */
export function encodedRecording(base = 'film'): EncodedFilm {
  const film = new EncodedFilm();
  film.add(`${base}.mpd`, mpd(audioSet('mp4', [6, 4], base)));
  film.segments('audio', 'mp4', 2, audioBytes, base);
  return film;
}
