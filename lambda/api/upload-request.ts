import * as z from 'zod/mini';
import { languageTag, mediaType, text } from '../shared/fields';
import { Problem } from '../shared/problem';
import { cleanText } from '../shared/text';
import { ageRating } from '../shared/viewers';
import { isMedia } from './media-type';
import { maxObjectBytes } from './part-plan';

/** Maximum of languages of a film in addition to its original one. */
export const maxLanguages = 50;

/** A list with the given number of different languages. */
export function languageTags(atLeast: number, atMost: number) {
  return z.pipe(
    z.array(languageTag).check(z.minLength(atLeast), z.maxLength(atMost)),
    z.transform((tags) => [...new Set(tags)]),
  );
}

export const title = text();

// Personalize separates genres by this character.
const genre = text(30).check(z.refine((word) => !word.includes('|'), 'must not have a |'));

/** Up to ten genres. Of genres that differ only in case, one is kept. */
export const genres = z.pipe(
  z.array(genre).check(z.maxLength(10)),
  z.transform((words) =>
    [...new Map(words.toReversed().map((word) => [word.toLowerCase(), word])).values()].toReversed(),
  ),
);

/** Body of `POST /api/uploads`. */
export const uploadRequest = z.strictObject({
  /** Creators cannot always rename a file, so its name is cleaned and never refused for its characters. */
  fileName: z.pipe(
    z.string().check(z.minLength(1), z.maxLength(255)),
    z.transform((name: string) => cleanText(name, 255) ?? untitled),
  ),
  contentType: mediaType,
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

/** Name of a file, and title of a film, whose own name has no visible character. */
const untitled = 'Untitled';

/** The title of a film whose creator gave none: the name of its file without the extension. */
export function titleOf({ title: given, fileName }: Pick<UploadRequest, 'title' | 'fileName'>): string {
  return given ?? cleanText(fileName.replace(/\.[^.]*$/, '')) ?? cleanText(fileName) ?? untitled;
}

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
