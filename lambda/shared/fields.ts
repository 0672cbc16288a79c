import * as z from 'zod/mini';
import { explainFault, readLanguage } from './language-tag';
import { cleanText, faultOf, maxTextLength, normalizeText } from './text';

/* The members of requests that people write. Each schema refuses with a message for the writer. */

/** A text of 1 to `most` characters in one line. White space is reduced to single spaces; see text.ts for the rest. */
export function text(most = maxTextLength) {
  return z.pipe(
    z.string(),
    z.transform((given: string, context): string => {
      const normalized = normalizeText(given);
      const fault = faultOf(normalized, most);
      if (fault) context.issues.push({ code: 'custom', input: given, message: fault });
      return normalized;
    }),
  );
}

/** A text of at most `most` characters that a program sends for its user. What a text must not contain is removed. */
export function cleanedText(most: number) {
  return z.pipe(
    z.string().check(z.minLength(1), z.maxLength(most)),
    z.transform((given: string, context): string => {
      const text = cleanText(given, most);
      if (text !== undefined) return text;
      context.issues.push({ code: 'custom', input: given, message: 'must have at least 1 visible character' });
      return z.NEVER;
    }),
  );
}

/** The BCP 47 tag of a language, in its canonical form. */
export const languageTag = z.pipe(
  z.string(),
  z.transform((given: string, context): string => {
    const reading = readLanguage(given);
    if ('tag' in reading) return reading.tag;
    context.issues.push({ code: 'custom', input: given, message: explainFault(reading) });
    return z.NEVER;
  }),
);

/**
 * A media type with its parameters (RFC 9110, 8.3.1), of 1 to 127 characters. S3 stores it as a header, which must not
 * contain line ends.
 */
export const mediaType = z.string().check(
  z.minLength(1),
  z.maxLength(127),
  z.refine((type) => /^[\x20-\x7e]*$/.test(type), 'must have printable ASCII characters only'),
);
