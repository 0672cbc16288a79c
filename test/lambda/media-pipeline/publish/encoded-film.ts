import type { Folder } from '../../../../lambda/media-pipeline/publish/manifests/read-encoding';
import { initSegment, mediaSegment, type Track } from '../../../support/fragments';

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

function playlist(name: string, extension: string, durations: readonly number[], target = 6): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    `#EXT-X-TARGETDURATION:${target}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXT-X-MAP:URI="film_${name}init.${extension}"`,
    ...durations.map((seconds, index) => `#EXTINF:${seconds},\nfilm_${name}_00000000${index + 1}.${extension}`),
    '#EXT-X-ENDLIST',
  ].join('\n');
}

function template(name: string, extension: string, durations: readonly number[], base = 'film', offset = 0): string {
  const taken = offset === 0 ? '' : ` presentationTimeOffset="${offset}"`;
  return `<SegmentTemplate timescale="1000"${taken} media="${base}_${name}_$Number%09d$.${extension}" initialization="${base}_${name}init.${extension}" startNumber="1">
    <SegmentTimeline>${durations.map((seconds) => `<S d="${seconds * 1000}"/>`).join('')}</SegmentTimeline>
  </SegmentTemplate>`;
}

function audioSet(extension: string, durations: readonly number[], base = 'film', offset = 0): string {
  return `<AdaptationSet mimeType="audio/mp4" segmentAlignment="true" lang="eng" id="2">
    <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
    <Representation id="9" bandwidth="128000" audioSamplingRate="48000" codecs="mp4a.40.2">${template('audio', extension, durations, base, offset)}</Representation>
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
  private readonly heads = new Map<string, Buffer>();

  add(name: string, text: string): void {
    this.files.set(name, text);
    this.sizes.set(name, text.length);
  }

  segments(name: string, extension: string, count: number, bytes: number, base = 'film', track: Track = {}): void {
    const init = `${base}_${name}init.${extension}`;
    this.heads.set(init, initSegment(track));
    this.sizes.set(init, initSegment(track).length);
    this.heads.set(`${base}_${name}_000000001.${extension}`, mediaSegment(track));
    for (let index = 1; index <= count; index++) this.sizes.set(`${base}_${name}_00000000${index}.${extension}`, bytes);
  }

  async head(name: string): Promise<Uint8Array> {
    const bytes = this.heads.get(name);
    if (!bytes) throw new Error(`no ${name}`);
    return bytes;
  }

  async read(name: string): Promise<string> {
    const text = this.files.get(name);
    if (text === undefined) throw new Error(`no ${name}`);
    return text;
  }
}

interface FilmOptions {
  readonly withSound?: boolean;
  readonly durations?: readonly number[];
  readonly audioDurations?: readonly number[];
  /** What the playlists declare. */
  readonly targets?: { readonly video: number; readonly audio: number };
  readonly picture?: Track;
  /** `presentationTimeOffset` of the MPD, in milliseconds. */
  readonly offset?: number;
}

/**
 * What MediaConvert writes for a film in a CMAF group: two renditions with their key frames, tiled thumbnails, and sound
 * where wanted.
 */
export function encodedFilm({
  withSound = true,
  durations = [6, 4],
  audioDurations = durations,
  targets = { video: 6, audio: 6 },
  picture = {},
  offset = 0,
}: FilmOptions = {}): EncodedFilm {
  const film = new EncodedFilm();
  const variants = renditions.flatMap(({ name, width, height, codecs }) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="${codecs}${withSound ? ',mp4a.40.2' : ''}",RESOLUTION=${width}x${height},FRAME-RATE=24.000${withSound ? ',AUDIO="audio"' : ''}`,
    `film_${name}.m3u8`,
  ]);
  const media =
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="x",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="film_audio.m3u8"';
  const images = '#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=900,RESOLUTION=312x176,CODECS="jpeg",URI="film_images.m3u8"';
  const keyFrames = renditions.map(({ name, width, height, codecs }) => {
    const attributes = `BANDWIDTH=9,CODECS="${codecs}",RESOLUTION=${width}x${height}`;
    return `#EXT-X-I-FRAME-STREAM-INF:${attributes},URI="film_${name}_keys.m3u8"`;
  });
  const lines = ['#EXTM3U', ...(withSound ? [media] : []), ...variants, ...keyFrames, images];
  film.add('film.m3u8', lines.join('\n'));
  film.add('film_images.m3u8', '#EXTM3U');
  for (const { name, bytes } of renditions) {
    film.add(`film_${name}.m3u8`, playlist(name, 'cmfv', durations, targets.video));
    film.add(`film_${name}_keys.m3u8`, '#EXTM3U\n#EXT-X-I-FRAMES-ONLY');
    film.segments(name, 'cmfv', durations.length, bytes, 'film', picture);
  }
  if (withSound) {
    film.add('film_audio.m3u8', playlist('audio', 'cmfa', audioDurations, targets.audio));
    film.segments('audio', 'cmfa', audioDurations.length, audioBytes);
  }
  const video = renditions.map(
    ({ name, width, height, codecs }, index) =>
      `<Representation id="${index + 1}" width="${width}" height="${height}" frameRate="24/1" bandwidth="1" codecs="${codecs}">${template(name, 'cmfv', durations, 'film', offset)}</Representation>`,
  );
  film.add(
    'film.mpd',
    mpd(`<AdaptationSet mimeType="video/mp4" segmentAlignment="true" id="1">${video.join('')}</AdaptationSet>
      ${withSound ? audioSet('cmfa', audioDurations, 'film', offset) : ''}`),
  );
  return film;
}

interface RecordingOptions {
  readonly durations?: readonly number[];
  readonly track?: Track;
  readonly offset?: number;
}

/** What MediaConvert writes for a recording, or for a dub, in a DASH group. */
export function encodedRecording(
  base = 'film',
  { durations = [6, 4], track = {}, offset = 0 }: RecordingOptions = {},
): EncodedFilm {
  const film = new EncodedFilm();
  film.add(`${base}.mpd`, mpd(audioSet('mp4', durations, base, offset)));
  film.segments('audio', 'mp4', durations.length, audioBytes, base, track);
  return film;
}
