import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { ageRating } from './viewers';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** `a` and 21 letters of RFC 4648's base32, in lower case: 105 random bits that are safe in URLs and object keys. */
export const assetIdPattern = /^a[a-z2-7]{21}$/;

export function newAssetId(): string {
  return `a${Array.from(randomBytes(21), (byte) => alphabet[byte & 31]).join('')}`;
}

/** The key of an asset's source in the uploads bucket. */
export function sourceKey(assetId: string): string {
  return `uploads/${assetId}/source`;
}

/** The asset that a key of the uploads bucket belongs to, if it is the key of a source. */
export function assetIdOfSource(key: string): string | undefined {
  const [folder, id, name, ...rest] = key.split('/');
  const isSource = folder === 'uploads' && name === 'source' && rest.length === 0;
  return isSource && id !== undefined && assetIdPattern.test(id) ? id : undefined;
}

const assetStatus = z.enum(['UPLOADING', 'PROCESSING', 'AWAITING_APPROVAL', 'PLAYABLE', 'READY', 'FAILED', 'DELETED']);

const videoTrack = z.object({
  width: z.number(),
  height: z.number(),
  /** Peak bits per second. */
  bandwidth: z.number(),
  codecs: z.string(),
  frameRate: z.number(),
});

const tracks = z.object({
  video: z.array(videoTrack),
  /** Languages are BCP 47 tags; `und` stands for an unknown language. */
  audio: z.array(z.object({ language: z.string(), kind: z.enum(['original', 'dub']) })),
  captions: z.array(z.object({ language: z.string() })),
});
export type Tracks = z.output<typeof tracks>;

const source = z.object({
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  etag: z.optional(z.string()),
  /** Bytes. */
  size: z.number(),
});
export type Source = z.output<typeof source>;

/** A code for programs, and a sentence that the asset's creator understands. */
const reason = z.object({ code: z.string(), message: z.string() });
export type Reason = z.output<typeof reason>;

/** A finding about a source or its encoding. One about a track of the source describes it. */
const note = z.extend(reason, {
  /** Counted from 1 among all tracks of the file. */
  track: z.optional(z.number()),
  kind: z.optional(z.enum(['picture', 'sound', 'captions', 'data'])),
  /** BCP 47 */
  language: z.optional(z.string()),
  /** Why the track is not published: `commentary`, `unsupported`, … */
  why: z.optional(z.string()),
});
export type Note = z.output<typeof note>;

/** How well a dub matches its cues' times. */
const dubReport = z.object({
  cues: z.number(),
  /** Cues whose speech is faster than natural speech. */
  spedUp: z.number(),
  /** Delay of the voice against its cue. */
  meanStartOffsetMs: z.number(),
  maxStartOffsetMs: z.number(),
  /** Cues whose speech lasts into the time of the next one, which then starts later. */
  overruns: z.number(),
  meanOverrunMs: z.number(),
  maxOverrunMs: z.number(),
  /** Cues that could not be spoken: nothing pronounceable, or after the film's end. */
  missing: z.number(),
  /** Billed characters, of `cues` and their repetitions, without cached ones. */
  characters: z.number(),
});
export type DubReport = z.output<typeof dubReport>;

/** Captions of one language. Keys in the content bucket. */
const captionTrack = z.object({
  /** BCP 47. */
  language: z.string(),
  /** Media playlist of 6 s segments, for HLS. */
  playlistKey: z.string(),
  /** All cues in one file, for DASH. */
  vttKey: z.string(),
  /** The cues as data, from which translations and dubs are made. */
  cuesKey: z.string(),
  cues: z.number(),
  /** Bits per second, on average. */
  bandwidth: z.number(),
  /** Characters that were sent to Translate for it. Missing for captions of the original language. */
  translatedCharacters: z.optional(z.number()),
});
export type CaptionTrack = z.output<typeof captionTrack>;

/** The state of one language. It is in progress until it has a dub or a reason in `missing`. */
const languageRecord = z.object({
  /** BCP 47. */
  language: z.string(),
  captions: z.optional(captionTrack),
  /** Its audio: the folder of the content bucket (ends with a slash) to which an audio-only job wrote. */
  dub: z.optional(z.object({ folder: z.string(), report: dubReport })),
  /** Why it has no dub, or neither captions nor a dub. */
  missing: z.optional(reason),
  /** The run that was started for this language alone: eight hexadecimal digits. */
  attempt: z.optional(z.string()),
  /** The id of the request that started the attempt. */
  correlationId: z.optional(z.string()),
});
export type LanguageRecord = z.output<typeof languageRecord>;

/** The result of the film's speech. It fails independently of the picture. */
const speech = z.object({
  /** The `run` of the asset that the result belongs to. A result of an older run is ignored. */
  run: z.string(),
  status: z.enum(['found', 'none', 'failed']),
  /** Why it failed. */
  reason: z.optional(reason),
  /** The spoken language, a BCP 47 tag, and the confidence in it, 0 to 1. */
  language: z.optional(z.string()),
  confidence: z.optional(z.number()),
  /** The original language comes first; it has captions, and neither a dub nor a reason in `missing`. */
  languages: z.array(languageRecord),
});
export type Speech = z.output<typeof speech>;

/** Why the execution of a film waits, and since when. */
const waiting = z.extend(reason, { since: z.string() });

/** The result of encoding the film with its original sound. */
const encoded = z.object({
  /** The `run` of the asset that the result belongs to. The publication of an older run may still be in force. */
  run: z.string(),
  /** The language is from the creator or the file; missing if neither names one. */
  sound: z.optional(z.object({ language: z.optional(z.string()), channels: z.union([z.literal(1), z.literal(2)]) })),
});
export type Encoded = z.output<typeof encoded>;

/** The encryption of a film, as in its manifests. */
const drm = z.object({
  /** Common Encryption's scheme of the picture: `cbcs`, `cenc`. */
  scheme: z.string(),
  /** UUIDs in lower case, of all its tracks. */
  keyIds: z.array(z.string()),
});
export type Drm = z.output<typeof drm>;

/** A cost above a maximum of the stage, for which the film waits until an administrator decides. */
const approval = z.object({
  /** The `run` of the asset that waits or waited. */
  run: z.string(),
  /** The estimate and the maximum that it is above, in whole millionths of a USD. */
  estimate: z.number(),
  limit: z.enum(['perFilm', 'perCreatorPerMonth', 'perMonth']),
  maximum: z.number(),
  since: z.string(),
  decision: z.optional(z.enum(['approve', 'refuse'])),
  decidedAt: z.optional(z.string()),
  /** For the film's creator. */
  note: z.optional(z.string()),
});
export type Approval = z.output<typeof approval>;

/** All that the film has cost so far, in whole millionths of a USD. */
const cost = z.object({
  estimate: z.number(),
  /** Missing until the first execution has ended. */
  spent: z.optional(z.number()),
  /** When it was recorded. */
  at: z.string(),
  /** The sums are in the table `usage`; a later one replaces an earlier one. */
  revision: z.number(),
});

const published = 'published';

/** The members of a row that put it into the catalogue. */
export function inCatalogue({ publishedAt }: Pick<Asset, 'publishedAt'>, now: Date) {
  return { catalogue: published, publishedAt: publishedAt ?? now.toISOString() } as const;
}

/** A row of the `assets` table. */
export const asset = z.object({
  id: z.string().check(z.regex(assetIdPattern)),
  /** The same for all: the partition key of the index `byCreation`. */
  kind: z.literal('asset'),
  /** The same for all published assets, and missing from all others: the partition key of the index `byPublication`. */
  catalogue: z.optional(z.literal(published)),
  /** When it was published for the first time. */
  publishedAt: z.optional(z.string()),
  ownerId: z.string(),
  title: z.string(),
  fileName: z.string(),
  contentType: z.string(),
  /** Bytes, as declared when the upload was created. */
  size: z.number(),
  status: assetStatus,
  /** The run whose failure was announced to the operators. */
  failureAnnounced: z.optional(z.string()),
  /** Why it failed: a code for programs, and a sentence that its creator understands. */
  reason: z.optional(reason),
  /** Notes for its creator about an encoding that did not fail. */
  notes: z.optional(z.array(reason)),
  /** The tracks of the source that are not published. */
  sourceNotes: z.optional(z.array(note)),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Genres in the creator's own words, such as `Drama`; at most ten. */
  genres: z.optional(z.array(z.string())),
  /** Age from which it may be watched; missing if the creator did not set one. */
  ageRating: z.optional(ageRating),
  /** The spoken language that the creator declared, a BCP 47 tag. */
  language: z.optional(z.string()),
  /** Languages that the creator wants to add. */
  targetLanguages: z.optional(z.array(z.string())),
  upload: z.optional(z.object({ uploadId: z.string(), partSize: z.number(), partCount: z.number() })),
  source: z.optional(source),
  /** S3's sequencer of the source's event, padded with zeros: the greater one of two strings is the later one. */
  sourceSequence: z.optional(z.string()),
  /** The current or last encoding: eight hexadecimal digits, the name of its folder. */
  run: z.optional(z.string()),
  executionArn: z.optional(z.string()),
  /** The id of the request that caused the current run: that of the upload, or of a retry. */
  correlationId: z.optional(z.string()),
  /** When the current run was claimed. */
  runSince: z.optional(z.string()),
  /** Percent. */
  progress: z.optional(z.number()),
  durationSeconds: z.optional(z.number()),
  tracks: z.optional(tracks),
  encoded: z.optional(encoded),
  speech: z.optional(speech),
  /**
   * Number of changes of `encoded`, `speech` and `manifests`. A change is conditional on the revision that was read.
   */
  revision: z.optional(z.number()),
  /** The manifests in force: number of the publication, keys in the content bucket, and a digest of their content. */
  manifests: z.optional(
    z.object({ version: z.number(), hls: z.string(), dash: z.string(), digest: z.optional(z.string()) }),
  ),
  /** Missing if the publication in force is not encrypted. */
  drm: z.optional(drm),
  /** The waits for busy services: of `picture`, of `speech`, and of languages by their tags. */
  waiting: z.optional(z.record(z.string(), waiting)),
  /** The last wait for an administrator's approval of the cost. */
  approval: z.optional(approval),
  /** The run whose wait was announced to the operators. */
  approvalAnnounced: z.optional(z.string()),
  cost: z.optional(cost),
  /** The key of the tiled-thumbnail playlist in the content bucket. */
  thumbnails: z.optional(z.string()),
  /** Set by an administrator: until it is released, the asset cannot be deleted. */
  legalHold: z.optional(z.object({ since: z.string() })),
  /** The erasure of a deleted asset, by its id. */
  erasure: z.optional(z.string()),
});
export type Asset = z.output<typeof asset>;
