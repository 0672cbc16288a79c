import { isDeepStrictEqual } from 'node:util';
import type { Asset, Encoded, Reason, Speech } from '../../shared/assets';
import { dashName, hlsName, manifestsFolder } from '../../shared/content-layout';
import { Refusal, Superseded } from '../../shared/errors';
import { declaredLengths, lengthNotes } from '../lengths';
import type { Probe, PublishInput, PublishOutput } from '../messages';
import type { Folder } from './manifests/read-encoding';
import type { Encoding } from './manifests/renditions';
import { compose, type Publication, readExisting } from './publication';
import { settled, withNews } from './speech-record';

export interface Content {
  /** The files right below a folder of the content bucket; the prefix ends with a slash. */
  folder(prefix: string): Promise<Folder>;
  /** Writes a file of a publication, unless the key exists: then it is left as it is, and the result is false. */
  create(key: string, content: string | Uint8Array): Promise<boolean>;
}

/** What a publication changes of the asset's record. */
export type Change = Pick<
  Asset,
  | 'status'
  | 'encoded'
  | 'speech'
  | 'manifests'
  | 'tracks'
  | 'drm'
  | 'durationSeconds'
  | 'thumbnails'
  | 'progress'
  | 'reason'
  | 'notes'
>;

export interface Assets {
  find(id: string): Promise<Asset | undefined>;
  /** Makes the change, unless the record's `revision` (0 for none) is another by now. Answers whether it did. */
  revise(run: Pick<PublishInput, 'assetId' | 'run'>, seenRevision: number, change: Partial<Change>): Promise<boolean>;
}

/** Containers round, and the last frame or audio packet may be cut: a second, or two percent of long films. */
const tolerance = (seconds: number) => Math.max(1, seconds * 0.02);

/** Attempts at a change that others compete with: each language of the film may bring one at any time. */
const attempts = 10;

/**
 * A damaged file can be encoded "successfully" into a fraction of itself. Lesser differences are returned as notes: the
 * event that has them too may have been lost.
 */
function checkLength(probe: Probe, { video, audio }: Encoding): Reason[] {
  const lengths = declaredLengths(probe);
  const all = [
    ...video.map(({ durationSeconds: seconds }) => ({ medium: 'picture', seconds }) as const),
    ...audio.map(({ durationSeconds: seconds }) => ({ medium: 'sound', seconds }) as const),
  ];
  for (const { medium, seconds } of all) {
    const declared = lengths[medium] ?? 0;
    if (seconds >= declared - tolerance(declared)) continue;
    const [got, whole] = [seconds.toFixed(1), declared.toFixed(1)];
    throw new Refusal('Truncated', `Only ${got} of ${whole} seconds could be read: the file is damaged or incomplete.`);
  }
  return lengthNotes(lengths, all);
}

function encodedOf({ run, probe }: PublishInput, asset: Asset): Encoded | undefined {
  if (!probe) return asset.encoded?.run === run ? asset.encoded : undefined;
  const [sound] = probe.audio;
  return { run, sound: sound && { language: sound.language, channels: sound.channels === 1 ? 1 : 2 } };
}

/** The record as the news makes it, before anything is published of it. */
function told(input: PublishInput, asset: Asset): Pick<Asset, 'status' | 'encoded' | 'speech'> {
  const { run, attempt = run, news, isLast } = input;
  const encoded = encodedOf(input, asset);
  if (isLast && !encoded) throw new Error('an asset without a picture or sound cannot be ready');
  const known = asset.speech?.run === run ? asset.speech : undefined;
  const heard = news ? withNews(known, run, news, attempt) : known;
  const speech = isLast ? settled({ ...asset, encoded, speech: heard }, attempt) : heard;
  const first = encoded && asset.status === 'PROCESSING' ? 'PLAYABLE' : asset.status;
  // An attempt for some languages may be over before the film's own execution is.
  const isOver = isLast && (attempt === run || asset.status === 'READY');
  return { status: isOver ? 'READY' : first, encoded, speech };
}

/**
 * Tells the asset's record what has come, and publishes all that exists by now: under a number that nobody else has,
 * which is then put in force by one conditional update, so that a viewer sees the old publication or the new one, whole.
 * Languages may come before the picture: then they wait in the record. Repeating a call changes nothing.
 * Throws {@link Refusal} `Truncated`, `TranscodeFailed`; `Superseded`. See docs/adr/0004-publications-are-numbered.md.
 */
export async function publish(
  input: PublishInput,
  { content, assets }: { readonly content: Content; readonly assets: Assets },
): Promise<PublishOutput> {
  const { assetId, run, probe } = input;
  const folders = new Map<string, Promise<Folder>>();
  const folder = (prefix: string) => {
    const read = folders.get(prefix) ?? content.folder(prefix);
    folders.set(prefix, read);
    return read;
  };
  for (let attempt = 0; attempt < attempts; attempt++) {
    const asset = await assets.find(assetId);
    if (!asset || asset.run !== run || asset.status === 'DELETED') throw new Superseded();
    const heard = told(input, asset);
    const existing = heard.encoded && (await readExisting(assetId, heard.encoded, heard.speech, folder));
    const news = { ...heard, speech: heard.speech && withoutDubs(heard.speech, existing?.refused) };
    const notes = probe && existing ? checkLength(probe, existing.encodings[0]) : [];
    const publication = existing && compose(assetId, existing);
    const change = {
      ...news,
      ...(notes.length > 0 && { notes }),
      ...(publication && (await inForce(publication, asset, content))),
    };
    if (isKnown(change, asset) || (await assets.revise(input, asset.revision ?? 0, change))) return outputOf(change);
  }
  throw new Error(`asset ${assetId} is being changed by too many at once`);
}

/** The record without the dubs that could not be published, and why they are missing. */
function withoutDubs(speech: Speech, refused: ReadonlyMap<string, Reason> = new Map()): Speech {
  const languages = speech.languages.map(({ dub, ...record }) => {
    const missing = refused.get(record.language);
    return missing ? { ...record, missing } : { ...record, ...(dub && { dub }) };
  });
  return { ...speech, languages };
}

/** Whether the record says so already. */
function isKnown(change: Partial<Change>, asset: Asset): boolean {
  // As it would be read again: without members that are not there.
  const plain = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
  return Object.entries(change).every(([name, value]) =>
    isDeepStrictEqual(plain(value), plain(asset[name as keyof Change])),
  );
}

function outputOf({ manifests, durationSeconds }: Partial<Change>): PublishOutput {
  if (!manifests) return {};
  const { version, hls, dash } = manifests;
  return { version, hls, dash, durationSeconds };
}

/** The publication as the record names it; its files are written, if they are not those in force already. */
async function inForce(
  { files, digest, ...rest }: Publication,
  { id, manifests: before }: Asset,
  content: Content,
): Promise<Partial<Change>> {
  const named = { ...rest, progress: 100, reason: undefined };
  if (before?.digest === digest) return { ...named, manifests: before };
  const version = await claimVersion(content, id, (before?.version ?? 0) + 1, files);
  const folder = manifestsFolder(id, version);
  return { ...named, manifests: { version, hls: folder + hlsName, dash: folder + dashName, digest } };
}

/** Writes the files under the first number that is free, and answers it. */
async function claimVersion(
  content: Content,
  assetId: string,
  first: number,
  files: Publication['files'],
): Promise<number> {
  const [index, ...others] = Object.entries(files).toReversed();
  for (let version = first; index; version++) {
    const key = (name: string) => manifestsFolder(assetId, version) + name;
    // The one that writes the playlist has the number.
    if (!(await content.create(key(index[0]), index[1]))) continue;
    await Promise.all(others.map(([name, file]) => content.create(key(name), file)));
    return version;
  }
  throw new Error('there is nothing to publish');
}
