import { createHash } from 'node:crypto';
import type { Asset, Drm, Encoded, Speech, Tracks } from '../shared/assets';
import { dubName } from '../speech/model';
import { composeDash } from './manifests/compose-dash';
import { composeHls } from './manifests/compose-hls';
import { protectionOf } from './manifests/protection';
import { type Folder, readEncoding } from './manifests/read-encoding';
import type { CaptionRendition, Encoding } from './manifests/renditions';
import { pictureFolder, pictureName } from './messages';

/** What there is of a film: its picture and sound, then its dubs, and its captions. */
export interface Existing {
  readonly encodings: readonly [Encoding, ...Encoding[]];
  readonly captions: readonly CaptionRendition[];
}

export interface Publication {
  /** By name, below the publication's folder; the same input gives the same bytes. */
  readonly files: Readonly<Record<string, string>>;
  readonly digest: string;
  readonly tracks: Tracks;
  readonly durationSeconds: number;
  /** Missing where nothing is encrypted. */
  readonly drm: Drm | undefined;
  /** Key in the content bucket. */
  readonly thumbnails?: string;
}

/** From a manifest's folder (`{assetId}/manifests/{version}/`) to a key of the same asset. */
function fromManifest(key: string): string {
  return `../../${key.slice(key.indexOf('/') + 1)}`;
}

/**
 * Reads what the encoder wrote for the film and for each dub.
 * Throws `TranscodeFailed` (a `Refusal`) when something is missing.
 */
export async function readExisting(
  assetId: string,
  { run, sound }: Encoded,
  speech: Speech | undefined,
  folder: (prefix: string) => Promise<Folder>,
): Promise<Existing> {
  const read = async (
    prefix: string,
    name: string,
    track: { language: string; kind: 'original' | 'dub' } | undefined,
  ) =>
    readEncoding(await folder(prefix), {
      name,
      prefix: fromManifest(prefix),
      sound: track && { ...track, channels: track.kind === 'original' && sound?.channels === 2 ? 2 : 1 },
    });
  const languages = speech?.languages ?? [];
  // What was heard tells the language, where neither the creator nor the file did.
  const language = sound?.language ?? speech?.language ?? 'und';
  const [film, ...dubs] = await Promise.all([
    read(pictureFolder({ assetId, run }), pictureName, sound && { language, kind: 'original' }),
    ...languages.flatMap(({ language, dub }) => (dub ? [read(dub.folder, dubName, { language, kind: 'dub' })] : [])),
  ]);
  const captions = languages.flatMap(({ language, captions }): CaptionRendition[] => {
    if (!captions) return [];
    const { playlistKey, vttKey, bandwidth } = captions;
    const kind = language === speech?.language ? 'original' : 'translation';
    return [{ language, kind, bandwidth, playlistUri: fromManifest(playlistKey), fileUri: fromManifest(vttKey) }];
  });
  return { encodings: [film, ...dubs], captions };
}

function tracksOf({ encodings, captions }: Existing): Tracks {
  const audio = encodings.flatMap((encoding) => encoding.audio);
  const audioPeak = Math.max(0, ...audio.map(({ bitrates }) => bitrates.peak));
  return {
    video: encodings
      .flatMap((encoding) => encoding.video)
      .map(({ width, height, codecs, frameRate, bitrates }) => {
        return { width, height, codecs, frameRate, bandwidth: bitrates.peak + audioPeak };
      })
      .toSorted((a, b) => b.bandwidth - a.bandwidth),
    audio: audio.map(({ language, kind }) => ({ language, kind })),
    captions: captions.map(({ language }) => ({ language })),
  };
}

/** Composes the manifests of what exists. */
export function compose(assetId: Asset['id'], existing: Existing): Publication {
  const { encodings, captions } = existing;
  const [film] = encodings;
  const files = {
    ...Object.assign({}, ...encodings.map(({ playlists }) => playlists)),
    'index.mpd': composeDash(encodings, captions),
    'index.m3u8': composeHls(encodings, captions),
  } as Readonly<Record<string, string>>;
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 32);
  const durations = [...film.video, ...film.audio].map(({ durationSeconds }) => durationSeconds);
  const thumbnails = film.trickPlay.find(({ tag }) => tag === 'EXT-X-IMAGE-STREAM-INF')?.attributes.URI;
  return {
    files,
    digest,
    tracks: tracksOf(existing),
    drm: protectionOf(encodings.map(({ mpd }) => mpd)),
    durationSeconds: Math.round(Math.max(0, ...durations) * 1000) / 1000,
    thumbnails: thumbnails && `${assetId}/${thumbnails.replace('../../', '')}`,
  };
}
