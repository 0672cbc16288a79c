import { createHash } from 'node:crypto';
import type { Asset, Drm, Encoded, Reason, Speech, Tracks } from '../../shared/assets';
import {
  dashName,
  dubName,
  fromManifest,
  fromReference,
  hlsName,
  pictureFolder,
  pictureName,
} from '../../shared/content-layout';
import { Refusal } from '../../shared/errors';
import { composeDash } from './manifests/compose-dash';
import { composeHls } from './manifests/compose-hls';
import { outOfStep, withOffsetOf } from './manifests/in-step';
import { protectionOf } from './manifests/protection';
import { type Folder, readEncoding } from './manifests/read-encoding';
import type { CaptionRendition, Encoding } from './manifests/renditions';
import { withEqualTargets } from './manifests/target-duration';

/** The parts of a film that exist: its picture and sound, its dubs and its captions. */
export interface Existing {
  readonly encodings: readonly [Encoding, ...Encoding[]];
  readonly captions: readonly CaptionRendition[];
  /** The reasons why dubs cannot be published, by language. */
  readonly refused: ReadonlyMap<string, Reason>;
}

export interface Publication {
  /** The content of the publication's files by name. The same input gives the same bytes. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly digest: string;
  readonly tracks: Tracks;
  readonly durationSeconds: number;
  /** Missing if nothing is encrypted. */
  readonly drm: Drm | undefined;
  /** Key in the content bucket. */
  readonly thumbnails?: string;
}

/**
 * Reads the files that the encoder wrote for the film and for each dub. Dubs that cannot be read, or that do not start
 * with the film, are left out, with a reason.
 * Throws `TranscodeFailed` (a `Refusal`) if a file of the film is missing.
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
  // The recognized language is used if neither the creator nor the file declares one.
  const language = sound?.language ?? speech?.language ?? 'und';
  const refused = new Map<string, Reason>();
  const readDub = async (dubbed: string, folder: string): Promise<Encoding[]> => {
    try {
      return [await read(folder, dubName, { language: dubbed, kind: 'dub' })];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.set(dubbed, { code: error.name, message: error.message });
      return [];
    }
  };
  const [film, ...dubs] = await Promise.all([
    read(pictureFolder({ assetId, run }), pictureName, sound && { language, kind: 'original' }),
    ...languages.flatMap(({ language, dub }) => (dub ? [readDub(language, dub.folder)] : [])),
  ]);
  const inStep = dubs.flat().filter(({ begin, audio }) => {
    const reason = outOfStep(film.begin, begin);
    for (const { language } of reason ? audio : []) refused.set(language, reason as Reason);
    return !reason;
  });
  const encodings = [film, ...inStep.map((dub) => withOffsetOf(film.begin, dub))] as [Encoding, ...Encoding[]];
  const captions = languages.flatMap(({ language, captions }): CaptionRendition[] => {
    if (!captions) return [];
    const { playlistKey, vttKey, bandwidth } = captions;
    const kind = language === speech?.language ? 'original' : 'translation';
    return [{ language, kind, bandwidth, playlistUri: fromManifest(playlistKey), fileUri: fromManifest(vttKey) }];
  });
  return { encodings: withEqualTargets(encodings), captions, refused };
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

/** Composes the manifests of the parts that exist. */
export function compose(assetId: Asset['id'], existing: Existing): Publication {
  const { encodings, captions } = existing;
  const [film] = encodings;
  const files = {
    ...Object.assign({}, ...encodings.map(({ files }) => files)),
    [dashName]: composeDash(encodings, captions),
    [hlsName]: composeHls(encodings, captions),
  } as Publication['files'];
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 32);
  const durations = [...film.video, ...film.audio].map(({ durationSeconds }) => durationSeconds);
  const thumbnails = film.trickPlay.find(({ tag }) => tag === 'EXT-X-IMAGE-STREAM-INF')?.attributes.URI;
  return {
    files,
    digest,
    tracks: tracksOf(existing),
    drm: protectionOf(encodings.map(({ mpd }) => mpd)),
    durationSeconds: Math.round(Math.max(0, ...durations) * 1000) / 1000,
    thumbnails: thumbnails && fromReference(assetId, thumbnails),
  };
}
