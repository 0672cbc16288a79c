import { isDeepStrictEqual } from 'node:util';
import { type Asset, type Encoded, inCatalogue, type Reason, type Speech } from '../../shared/assets';
import { dashName, hlsName, manifestsFolder } from '../../shared/content-layout';
import { Refusal, Superseded } from '../../shared/errors';
import { isPublished } from '../../shared/http-asset';
import { declaredLengths, lengthNotes, tooLong } from '../lengths';
import type { Probe, PublishInput, PublishOutput } from '../messages';
import type { Folder } from './manifests/read-encoding';
import type { Encoding } from './manifests/renditions';
import { measurePlayable } from './measures';
import { compose, type Publication, readExisting } from './publication';
import { settled, withNews } from './speech-record';
import { stillWaiting } from './waiting';

export interface Content {
  /** The files of a folder of the content bucket. @param prefix ends with a slash */
  folder(prefix: string): Promise<Folder>;
  /** Writes a file of a publication, and returns true. If the key exists, it writes nothing and returns false. */
  create(key: string, content: string | Uint8Array): Promise<boolean>;
}

export interface PublishPorts {
  readonly content: Content;
  readonly assets: Assets;
  /** Seconds. */
  readonly maxDurationSeconds: number;
  readonly now: () => Date;
}

/** The attributes of the asset's record that a publication changes. */
type Change = Pick<
  Asset,
  | 'status'
  | 'catalogue'
  | 'publishedAt'
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
  | 'waiting'
>;

export interface Assets {
  find(id: string): Promise<Asset | undefined>;
  /** Changes the record unless its `revision` (0 for none) has changed. Returns whether it did. */
  revise(run: Pick<PublishInput, 'assetId' | 'run'>, seenRevision: number, change: Partial<Change>): Promise<boolean>;
}

/** How much longer than its source an encoding may be: its last frame or audio packet is whole. */
const lastPacketSeconds = 1;

/** The tolerance in seconds: containers round, and the last frame or audio packet may be cut. */
const tolerance = (seconds: number) => Math.max(1, seconds * 0.02);

/**
 * Formats that declare the length of the whole file, and not of each track. A sound that begins late or ends early is not a
 * sign of damage then; the picture is.
 */
const wholeLengthFormats: ReadonlySet<string> = new Set(['matroska', 'webm', 'mpegts', 'mpegps', 'asf', 'avi']);

/** The maximum number of attempts at a change. Publications of the film's languages compete with each other. */
const maxAttempts = 10;

/**
 * Compares the lengths of the encoding with the maximum and with those of the source. Throws a {@link Refusal}: `TooLong`
 * if the encoding is longer than the maximum, whatever the container declared; `Truncated` if it is much shorter than the
 * source, since MediaConvert encodes a part of a damaged file without an error. Small differences are returned as notes,
 * since the event that reports them may have been lost.
 */
function checkLength(probe: Probe, { video, audio }: Encoding, maxDurationSeconds: number): Reason[] {
  const lengths = declaredLengths(probe);
  const all = [
    ...video.map(({ durationSeconds: seconds }) => ({ medium: 'picture', seconds }) as const),
    ...audio.map(({ durationSeconds: seconds }) => ({ medium: 'sound', seconds }) as const),
  ];
  for (const { medium, seconds } of all) {
    if (seconds > maxDurationSeconds + lastPacketSeconds) throw tooLong(maxDurationSeconds);
    const declared = lengths[medium] ?? 0;
    if (seconds >= declared - tolerance(declared)) continue;
    if (medium === 'sound' && probe.video && wholeLengthFormats.has(probe.container)) continue;
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

/** The record with the changes of the publication's input, before the manifests are composed. */
function withInput(
  input: PublishInput,
  asset: Asset,
  now: Date,
): Pick<Asset, 'status' | 'encoded' | 'speech' | 'waiting'> {
  const { run, attempt = run, news, isLast } = input;
  const encoded = encodedOf(input, asset);
  if (isLast && !encoded) throw new Error('An asset without a picture or sound cannot be ready');
  const known = asset.speech?.run === run ? asset.speech : undefined;
  const heard = news && news.kind !== 'waiting' ? withNews(known, run, news, attempt) : known;
  const speech = isLast ? settled({ ...asset, encoded, speech: heard }, attempt) : heard;
  const first = encoded && asset.status === 'PROCESSING' ? 'PLAYABLE' : asset.status;
  // An attempt for some languages may end before the film's own execution.
  const isOver = isLast && (attempt === run || asset.status === 'READY');
  const status = isOver ? 'READY' : first;
  return { status, encoded, speech, waiting: stillWaiting({ ...asset, status, encoded, speech }, news, now) };
}

/**
 * Records the input in the asset's record, and publishes all parts that exist. The publication has a unique number, and
 * becomes the current one by a single conditional update, so that viewers see either the old or the new publication.
 * Languages may be completed before the picture; they then wait in the record. Repeating a call changes nothing.
 * Throws {@link Refusal} `TooLong`, `Truncated`, `TranscodeFailed`; `Superseded`. See docs/adr/0004-publications-are-numbered.md.
 */
export async function publish(
  input: PublishInput,
  { content, assets, maxDurationSeconds, now }: PublishPorts,
): Promise<PublishOutput> {
  const { assetId, run, probe } = input;
  const folders = new Map<string, Promise<Folder>>();
  const folder = (prefix: string) => {
    const read = folders.get(prefix) ?? content.folder(prefix);
    folders.set(prefix, read);
    return read;
  };
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const asset = await assets.find(assetId);
    if (!asset || asset.run !== run || asset.status === 'DELETED') throw new Superseded();
    const updated = withInput(input, asset, now());
    const existing = updated.encoded && (await readExisting(assetId, updated.encoded, updated.speech, folder));
    const news = { ...updated, speech: updated.speech && withoutDubs(updated.speech, existing?.refused) };
    const notes = probe && existing ? checkLength(probe, existing.encodings[0], maxDurationSeconds) : [];
    const publication = existing && compose(assetId, existing);
    const change = {
      ...news,
      ...(isPublished(updated) && inCatalogue(asset, now())),
      ...(notes.length > 0 && { notes }),
      ...(publication && (await publicationChange(publication, asset, content))),
    };
    const isRevised = isKnown(change, asset) || (await assets.revise(input, asset.revision ?? 0, change));
    if (isRevised) measurePlayable(asset, change, now());
    if (isRevised) return outputOf(change);
  }
  throw new Error(`The asset ${assetId} is being changed by too many functions at the same time`);
}

/** The record without the dubs that cannot be published; it contains the reasons instead. */
function withoutDubs(speech: Speech, refused: ReadonlyMap<string, Reason> = new Map()): Speech {
  const languages = speech.languages.map(({ dub, ...record }) => {
    const missing = refused.get(record.language);
    return missing ? { ...record, missing } : { ...record, ...(dub && { dub }) };
  });
  return { ...speech, languages };
}

/** Whether the record already contains the change. */
function isKnown(change: Partial<Change>, asset: Asset): boolean {
  // Converts a value to the form in which it is read from the table: without `undefined` members.
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

/** The changes of the record for a publication. Writes the files, unless the current publication has the same. */
async function publicationChange(
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

/** Writes the files under the first free number, and returns the number. */
async function claimVersion(
  content: Content,
  assetId: string,
  first: number,
  files: Publication['files'],
): Promise<number> {
  const [index, ...others] = Object.entries(files).toReversed();
  for (let version = first; index; version++) {
    const key = (name: string) => manifestsFolder(assetId, version) + name;
    // The caller that writes the playlist owns the number.
    if (!(await content.create(key(index[0]), index[1]))) continue;
    await Promise.all(others.map(([name, file]) => content.create(key(name), file)));
    return version;
  }
  throw new Error('The publication has no files');
}
