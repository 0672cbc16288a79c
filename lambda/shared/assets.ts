import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';

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
  reason: z.optional(z.object({ code: z.string(), message: z.string() })),
  createdAt: z.string(),
  updatedAt: z.string(),
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
  /** The manifests in force: the publication's number, their keys in the content bucket, and a digest of what they say. */
  manifests: z.optional(
    z.object({ version: z.number(), hls: z.string(), dash: z.string(), digest: z.optional(z.string()) }),
  ),
  /** The key of the tiled-thumbnail playlist in the content bucket. */
  thumbnails: z.optional(z.string()),
});
export type Asset = z.output<typeof asset>;
