/** Who reads a text: users of the platform and of its commands, or readers of the source. */
export type Audience = 'visible' | 'comment';

/** A stretch of prose in a file. */
export interface Passage {
  readonly audience: Audience;
  /** The offset of {@link text} in the file, in UTF-16 units. */
  readonly start: number;
  /**
   * As long as the stretch of the file, so that offsets in it are offsets in the file. Comment markers are spaces; code in
   * backticks and placeholders are underscores, which patterns read as a word.
   */
  readonly text: string;
}

/** The text with each match replaced by as many `fill` characters. Line breaks stay. */
export function mask(text: string, pattern: RegExp, fill: string): string {
  return text.replace(pattern, (match) => match.replace(/[^\n]/g, fill));
}

/** The text with code in backticks, addresses and links' targets hidden from the patterns. */
export function maskCode(text: string): string {
  const code = mask(text, /(`+)[^`](?:[^\n]|\n(?!\s*\n))*?\1/g, '_');
  const links = mask(code, /(?<=\])\([^)\s]*\)|\{@link [^}\n]*\}|https?:\/\/[^\s)>]+/g, '_');
  return links;
}
