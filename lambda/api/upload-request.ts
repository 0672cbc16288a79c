import * as z from 'zod/mini';
import { Problem } from '../shared/problem';
import { ageRating } from '../shared/viewers';
import { isMedia } from './media-type';
import { maxObjectBytes } from './part-plan';

/** A BCP 47 tag, in its canonical form: `pt-br` becomes `pt-BR`. */
const languageTag = z.pipe(
  z.string().check(
    z.maxLength(35),
    z.refine((tag) => canonical(tag) !== undefined, 'must be a BCP 47 language tag'),
  ),
  z.transform((tag) => canonical(tag) as string),
);

/** Maximum of languages of a film in addition to its original one. */
export const maxLanguages = 50;

/** A list with the given number of different languages. */
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
      // Personalize separates genres by this character.
      z.refine((text) => !text.includes('|'), 'must not have a |'),
    ),
  ),
);

/** Up to ten genres. Of genres that differ only in case, one is kept. */
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
  /** The spoken language, if the creator knows it. */
  language: z.optional(languageTag),
  /** Languages to caption and dub the film into. @default - those of the stage */
  targetLanguages: z.optional(languageTags(0, maxLanguages)),
  genres: z.optional(genres),
  ageRating: z.optional(ageRating),
});
export type UploadRequest = z.output<typeof uploadRequest>;

/** Throws {@link Problem} for sources that can be refused before the upload: 415, 400 (empty), 413 (too large). */
export function checkSource({ contentType, size }: UploadRequest, maxSourceBytes: number): void {
  if (!isMedia(contentType)) {
    const detail = `Upload video/*, audio/* or a container such as application/mxf; this file is ${contentType}.`;
    throw new Problem('not-media', detail);
  }
  if (size === 0) throw new Problem('empty-source', 'Upload a file with at least one byte.');
  const limit = Math.min(maxSourceBytes, maxObjectBytes);
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
