import * as z from 'zod/mini';
import { Problem } from '../shared/problem';
import { ageRating } from '../shared/viewers';
import { isMedia } from './media-type';
import { MAX_OBJECT_BYTES } from './part-plan';

/** A BCP 47 tag, in its canonical form: `pt-br` becomes `pt-BR`. */
export const languageTag = z.pipe(
  z.string().check(
    z.maxLength(35),
    z.refine((tag) => canonical(tag) !== undefined, 'must be a BCP 47 language tag'),
  ),
  z.transform((tag) => canonical(tag) as string),
);

/** Languages that a film may have besides its own. */
export const MAX_LANGUAGES = 50;

/** So many different languages. */
export function languageTags(atLeast: number, atMost: number) {
  return z.pipe(
    z.array(languageTag).check(z.minLength(atLeast), z.maxLength(atMost)),
    z.transform((tags) => [...new Set(tags)]),
  );
}

export const title = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()),
    z.string().check(z.minLength(1), z.maxLength(200)),
  ),
);

const genre = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()),
    z.string().check(
      z.minLength(1),
      z.maxLength(30),
      // What Personalize keeps genres apart by.
      z.refine((text) => !text.includes('|'), 'must not have a |'),
    ),
  ),
);

/** Words for what kind of film it is: up to ten, each once, whatever the case it is written in. */
export const genres = z.pipe(
  z.array(genre).check(z.maxLength(10)),
  z.transform((words) =>
    [...new Map(words.toReversed().map((word) => [word.toLowerCase(), word])).values()].toReversed(),
  ),
);

/** Body of `POST /api/uploads`. */
export const uploadRequest = z.strictObject({
  fileName: z.string().check(z.minLength(1), z.maxLength(255)),
  contentType: z.string().check(z.minLength(1), z.maxLength(127)),
  /** Bytes. */
  size: z.number().check(
    z.minimum(0),
    z.refine((bytes) => Number.isSafeInteger(bytes), 'must be a whole number'),
  ),
  title: z.optional(title),
  /** What is spoken in it, where the creator knows. */
  language: z.optional(languageTag),
  /** What it should be captioned and dubbed into; without it, what this deployment has for all films. */
  targetLanguages: z.optional(languageTags(0, MAX_LANGUAGES)),
  genres: z.optional(genres),
  ageRating: z.optional(ageRating),
});
export type UploadRequest = z.output<typeof uploadRequest>;

/** Throws {@link Problem} for what can be turned down before a byte is sent: 415, 400 for nothing, 413 for too much. */
export function checkSource({ contentType, size }: UploadRequest, maxSourceBytes: number): void {
  if (!isMedia(contentType)) {
    const detail = `Upload video/*, audio/* or a container such as application/mxf; this file is ${contentType}.`;
    throw new Problem('not-media', detail);
  }
  if (size === 0) throw new Problem('empty-source', 'Upload a file with at least one byte.');
  const limit = Math.min(maxSourceBytes, MAX_OBJECT_BYTES);
  if (size > limit) {
    const detail = `A file may have at most ${limit} bytes; this one has ${size}.`;
    throw new Problem('source-too-large', detail, { members: { limit } });
  }
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
