import * as z from 'zod/mini';
import { assetIdPattern } from '../shared/assets';
import { invalid } from '../shared/problem';

/** The last asset of a page, and its time by which the list is sorted. The next page starts after it. */
const position = z.strictObject({ id: z.string().check(z.regex(assetIdPattern)), at: z.iso.datetime() });
export type Position = z.output<typeof position>;

/** Text that callers return unchanged. It contains no secret and grants nothing: each page checks access again. */
export function toCursor({ id, at }: Position): string {
  return Buffer.from(JSON.stringify({ id, at })).toString('base64url');
}

/** Throws `Problem` 400 if {@link toCursor} did not create the text. */
export function fromCursor(cursor: string): Position {
  try {
    return z.parse(position, JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw invalid([{ pointer: '#/cursor', detail: 'is not a cursor of this list' }]);
  }
}
