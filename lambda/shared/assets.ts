import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { ageRating } from './viewers';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** `a` and 21 letters of RFC 4648's base32, in lower case: 105 random bits that are safe in URLs and object keys. */
export const assetIdPattern = /^a[a-z2-7]{21}$/;

export function newAssetId(): string {
  return `a${Array.from(randomBytes(21), (byte) => alphabet[byte & 31]).join('')}`;
}

/** Where in the uploads bucket an asset's source is put. */
export function sourceKey(assetId: string): string {
  return `uploads/${assetId}/source`;
}

/** The asset that a key of the uploads bucket belongs to, if it is the key of a source. */
export function assetIdOfSource(key: string): string | undefined {
  const [folder, id, name, ...rest] = key.split('/');
  const isSource = folder === 'uploads' && name === 'source' && rest.length === 0;
  return isSource && id !== undefined && assetIdPattern.test(id) ? id : undefined;
}

export const assetStatus = z.enum([
  'UPLOADING',
  'PROCESSING',
  'AWAITING_APPROVAL',
  'PLAYABLE',
  'READY',
  'FAILED',
  'DELETED',
]);
export type AssetStatus = z.output<typeof assetStatus>;

export const videoTrack = z.object({
  width: z.number(),
  height: z.number(),
  /** Peak bits per second. */
  bandwidth: z.number(),
  codecs: z.string(),
  frameRate: z.number(),
});

export const tracks = z.object({
  video: z.array(videoTrack),
  /** Languages are BCP 47 tags, `und` where nobody knows. */
  audio: z.array(z.object({ language: z.string(), kind: z.enum(['original', 'dub']) })),
  captions: z.array(z.object({ language: z.string() })),
});
export type Tracks = z.output<typeof tracks>;

export const source = z.object({
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  etag: z.optional(z.string()),
  /** Bytes. */
  size: z.number(),
});
export type Source = z.output<typeof source>;

/** A code for programs, and a sentence that the asset's creator understands. */
export const reason = z.object({ code: z.string(), message: z.string() });
export type Reason = z.output<typeof reason>;

/** How well a dub keeps to its cues' times. */
export const dubReport = z.object({
  cues: z.number(),
  /** Cues spoken faster than is natural. */
  spedUp: z.number(),
  /** How much later than their cues the voices set in. */
  meanStartOffsetMs: z.number(),
  maxStartOffsetMs: z.number(),
  /** Cues that last into the next one's time even so; the next one then waits. */
  overruns: z.number(),
  meanOverrunMs: z.number(),
  maxOverrunMs: z.number(),
  /** Cues that could not be spoken: nothing pronounceable, or after the film's end. */
  missing: z.number(),
  /** Characters that were paid for, of `cues` and their repetitions; what the cache had is not counted. */
  characters: z.number(),
});
export type DubReport = z.output<typeof dubReport>;

/** Captions of one language. Keys in the content bucket. */
export const captionTrack = z.object({
  /** BCP 47. */
  language: z.string(),
  /** Media playlist of 6 s segments, for HLS. */
  playlistKey: z.string(),
  /** All cues in one file, for DASH. */
  vttKey: z.string(),
  /** The cues as data: what translations and dubs are made from. */
  cuesKey: z.string(),
  cues: z.number(),
  /** Bits per second, on average. */
  bandwidth: z.number(),
});
export type CaptionTrack = z.output<typeof captionTrack>;

/** What there is of one language. It is under way as long as it has neither a dub nor something that is missing. */
export const languageRecord = z.object({
  /** BCP 47. */
  language: z.string(),
  captions: z.optional(captionTrack),
  /** Its sound, in a folder of the content bucket (ends with a slash) that an audio-only job wrote. */
  dub: z.optional(z.object({ folder: z.string(), report: dubReport })),
  /** Why it has no dub; where it has no captions either, why it has nothing. */
  missing: z.optional(reason),
  /** The run that was started for this language alone: eight hexadecimal digits. */
  attempt: z.optional(z.string()),
});
export type LanguageRecord = z.output<typeof languageRecord>;

/** What came of the film's speech: another way than the picture's, which goes on when this one fails. */
export const speech = z.object({
  /** The asset's `run` that this belongs to; of an older run, it says nothing. */
  run: z.string(),
  status: z.enum(['found', 'none', 'failed']),
  /** Why it failed. */
  reason: z.optional(reason),
  /** What is spoken, a BCP 47 tag, and how sure that is, 0 to 1. */
  language: z.optional(z.string()),
  confidence: z.optional(z.number()),
  /** The original language first: it has captions and neither dub nor anything missing. */
  languages: z.array(languageRecord),
});
export type Speech = z.output<typeof speech>;

/** What was encoded of the picture's way: the film itself, with its original sound. */
export const encoded = z.object({
  /** The asset's `run` that it belongs to; what an older one made may still be in force. */
  run: z.string(),
  /** The language is what the creator or the file says; missing where neither does. */
  sound: z.optional(z.object({ language: z.optional(z.string()), channels: z.union([z.literal(1), z.literal(2)]) })),
});
export type Encoded = z.output<typeof encoded>;

/** How a film is encrypted, as its manifests say. */
export const drm = z.object({
  /** Common Encryption's scheme of the picture: `cbcs`, `cenc`. */
  scheme: z.string(),
  /** UUIDs in lower case, of all its tracks. */
  keyIds: z.array(z.string()),
});
export type Drm = z.output<typeof drm>;

/** A row of the `assets` table. */
export const asset = z.object({
  id: z.string().check(z.regex(assetIdPattern)),
  /** The same for all: the partition key of the index `byCreation`. */
  kind: z.literal('asset'),
  ownerId: z.string(),
  title: z.string(),
  fileName: z.string(),
  contentType: z.string(),
  /** Bytes, as declared when the upload was asked for. */
  size: z.number(),
  status: assetStatus,
  /** The run whose failure was announced to the operators. */
  failureAnnounced: z.optional(z.string()),
  /** Why it failed: a code for programs, and a sentence that its creator understands. */
  reason: z.optional(reason),
  /** Notes for its creator about an encoding that did not fail. */
  notes: z.optional(z.array(reason)),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Words of its creator's own, such as `Drama`; at most ten. */
  genres: z.optional(z.array(z.string())),
  /** Age from which it may be watched; 0 where nobody said. */
  ageRating: z.optional(ageRating),
  /** What is spoken in it, as its creator declared: a BCP 47 tag. */
  language: z.optional(z.string()),
  /** Languages that its creator wants it in. */
  targetLanguages: z.optional(z.array(z.string())),
  upload: z.optional(z.object({ uploadId: z.string(), partSize: z.number(), partCount: z.number() })),
  source: z.optional(source),
  /** S3's sequencer of the event that brought the source, padded with zeros: of two, the greater string came later. */
  sourceSequence: z.optional(z.string()),
  /** The encoding under way or done last: eight hexadecimal digits that name its folder. */
  run: z.optional(z.string()),
  executionArn: z.optional(z.string()),
  /** Percent. */
  progress: z.optional(z.number()),
  durationSeconds: z.optional(z.number()),
  tracks: z.optional(tracks),
  encoded: z.optional(encoded),
  speech: z.optional(speech),
  /** Counts the changes of `encoded`, `speech` and `manifests`, which are read, changed and written under this condition. */
  revision: z.optional(z.number()),
  /** The manifests in force: the publication's number, their keys in the content bucket, and a digest of what they say. */
  manifests: z.optional(
    z.object({ version: z.number(), hls: z.string(), dash: z.string(), digest: z.optional(z.string()) }),
  ),
  /** Missing where the publication in force is in the clear. */
  drm: z.optional(drm),
  /** The key of the tiled-thumbnail playlist in the content bucket. */
  thumbnails: z.optional(z.string()),
});
export type Asset = z.output<typeof asset>;
