import { createHash } from 'node:crypto';
import type { Asset, Tracks } from '../shared/assets';
import { Refusal } from '../shared/errors';
import { composeDash } from './manifests/compose-dash';
import { composeHls } from './manifests/compose-hls';
import { type Folder, readEncoding } from './manifests/read-encoding';
import type { Encoding } from './manifests/renditions';
import type { Probe, PublishInput, PublishOutput } from './messages';

export interface Content {
  /** The files right below a folder of the content bucket; the prefix ends with a slash. */
  folder(prefix: string): Promise<Folder>;
  /** Writes a manifest, unless the key exists: then it is left as it is, and the answer is false. */
  create(key: string, text: string): Promise<boolean>;
}

export interface Assets {
  find(id: string): Promise<Asset | undefined>;
  publish(
    run: PublishInput,
    previousVersion: number,
    publication: Required<Pick<Asset, 'manifests' | 'tracks' | 'durationSeconds'>> & Pick<Asset, 'thumbnails'>,
  ): Promise<boolean>;
}

/** Containers round, and the last frame or audio packet may be cut: a second, or two percent of long films. */
const tolerance = (seconds: number) => Math.max(1, seconds * 0.02);

/** Attempts at a publication that others compete with. */
const attempts = 5;

/** A damaged file can be encoded "successfully" into a fraction of itself. */
function checkLength(probe: Probe, { video, audio }: Encoding): void {
  const [sound] = probe.audio;
  const pairs = [
    ...video.map(({ durationSeconds }) => [probe.video?.durationSeconds ?? probe.durationSeconds, durationSeconds]),
    ...audio.map(({ durationSeconds }) => [sound?.durationSeconds ?? probe.durationSeconds, durationSeconds]),
  ];
  for (const [declared = 0, encoded = 0] of pairs) {
    if (encoded >= declared - tolerance(declared)) continue;
    const [got, whole] = [encoded.toFixed(1), declared.toFixed(1)];
    throw new Refusal('Truncated', `Only ${got} of ${whole} seconds could be read: the file is damaged or incomplete.`);
  }
}

function tracksOf(encodings: readonly Encoding[]): Tracks {
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
    captions: [],
  };
}

/** Everything that is to be published, by name; the same input gives the same bytes. */
function compose(encodings: readonly [Encoding, ...Encoding[]]) {
  const files = {
    ...Object.assign({}, ...encodings.map(({ playlists }) => playlists)),
    'index.mpd': composeDash(encodings),
    'index.m3u8': composeHls(encodings),
  } as Readonly<Record<string, string>>;
  const digest = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 32);
  return { files, digest };
}

function superseded(): Error {
  const error = new Error('a later source or attempt has taken over');
  error.name = 'Superseded';
  return error;
}

/**
 * Publishes what has been encoded, under a number that nobody else has, and then puts that number in force by one
 * conditional update: a viewer sees the old publication or the new one, whole. Repeating it changes nothing.
 * Throws {@link Refusal} `Truncated`, `TranscodeFailed`; `Superseded`. See docs/adr/0004-publications-are-numbered.md.
 */
export async function publish(
  input: PublishInput,
  { content, assets }: { readonly content: Content; readonly assets: Assets },
): Promise<PublishOutput> {
  const { assetId, run, probe } = input;
  const [sound] = probe.audio;
  const encoding = await readEncoding(await content.folder(`${assetId}/picture/${run}/`), {
    prefix: `../../picture/${run}/`,
    sound: sound && { language: sound.language ?? 'und', kind: 'original', channels: sound.channels === 1 ? 1 : 2 },
  });
  checkLength(probe, encoding);
  const durations = [...encoding.video, ...encoding.audio].map(({ durationSeconds }) => durationSeconds);
  const durationSeconds = Math.round(Math.max(0, ...durations) * 1000) / 1000;
  const thumbnails = encoding.trickPlay.find(({ tag }) => tag === 'EXT-X-IMAGE-STREAM-INF')?.attributes.URI;
  const { files, digest } = compose([encoding]);

  for (let attempt = 0; attempt < attempts; attempt++) {
    const asset = await assets.find(assetId);
    if (!asset || asset.run !== run || asset.status === 'DELETED') throw superseded();
    const before = asset.manifests;
    if (before?.digest === digest) {
      return { version: before.version, hls: before.hls, dash: before.dash, durationSeconds };
    }
    const version = await claimVersion(content, assetId, (before?.version ?? 0) + 1, files);
    const folder = `${assetId}/manifests/${version}`;
    const manifests = { version, hls: `${folder}/index.m3u8`, dash: `${folder}/index.mpd`, digest };
    const published = await assets.publish(input, before?.version ?? 0, {
      manifests,
      tracks: tracksOf([encoding]),
      durationSeconds,
      thumbnails: thumbnails && `${assetId}/${thumbnails.replace('../../', '')}`,
    });
    if (published) return { version, hls: manifests.hls, dash: manifests.dash, durationSeconds };
  }
  throw new Error(`asset ${assetId} is being published by too many at once`);
}

/** Writes the files under the first number that is free, and answers it. */
async function claimVersion(
  content: Content,
  assetId: string,
  first: number,
  files: Readonly<Record<string, string>>,
): Promise<number> {
  const [index, ...others] = Object.entries(files).toReversed();
  for (let version = first; index; version++) {
    const key = (name: string) => `${assetId}/manifests/${version}/${name}`;
    // The one that writes the playlist has the number.
    if (!(await content.create(key(index[0]), index[1]))) continue;
    await Promise.all(others.map(([name, text]) => content.create(key(name), text)));
    return version;
  }
  throw new Error('there is nothing to publish');
}
