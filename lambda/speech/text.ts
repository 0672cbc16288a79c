const graphemeSegmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const plain = /^[\x20-\x7e]*$/;

/** The characters as a reader counts them: an emoji, or a letter with its marks, is one. */
export function graphemes(text: string): string[] {
  return plain.test(text) ? [...text] : Array.from(graphemeSegmenter.segment(text), ({ segment }) => segment);
}

/** The number of {@link graphemes}. */
export function lengthOf(text: string): number {
  return plain.test(text) ? text.length : graphemes(text).length;
}

const spaceless = new Set(['zh', 'yue', 'ja', 'th', 'lo', 'km', 'my', 'bo']);

export function baseOf(language: string): string {
  return language.split('-')[0]?.toLowerCase() ?? language;
}

/** Whether words of the language are written without spaces between them. */
export function isSpaceless(language: string): boolean {
  return spaceless.has(baseOf(language));
}

/** A piece of text. Lines and cues may be broken before and after it. */
export interface Token {
  readonly text: string;
  /** Whether there is no space before it. */
  readonly glue?: boolean;
}

export function joinTokens(tokens: readonly Token[]): string {
  return tokens.map(({ text, glue }, index) => (index === 0 || glue ? text : ` ${text}`)).join('');
}

const punctuation = /^[\p{P}\p{S}]+$/u;
const opening = /^[\p{Ps}\p{Pi}]$/u;

/** The words of a text, each with its punctuation. */
export function tokenize(text: string, language: string): Token[] {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  if (!isSpaceless(language)) return words.map((word) => ({ text: word }));
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return words.flatMap((run) => {
    const tokens: { text: string; glue?: boolean }[] = [];
    let open = false;
    for (const { segment } of segmenter.segment(run)) {
      const last = tokens.at(-1);
      // No line may start with a full stop or end with an opening bracket.
      if (last && (open || (punctuation.test(segment) && !opening.test(segment)))) last.text += segment;
      else tokens.push({ text: segment, glue: tokens.length > 0 });
      open = opening.test(segment);
    }
    return tokens;
  });
}

const closers = `["'”’»)\\]）」』]*$`;
const sentenceEnd = new RegExp(`[.!?…。！？｡؟۔।॥՞։]${closers}`, 'u');
const clauseEnd = new RegExp(`[,;:،؛、，；：—–]${closers}`, 'u');
const abbreviation = /^(?:\p{L}|mr|mrs|ms|dr|st|prof|sr|sra|srta|jr|vs|m|mme|hr|fr|bzw|no|nr)\.$/iu;

/** Whether a sentence or a clause ends after this word. */
export function boundaryAfter(word: string): 'sentence' | 'clause' | undefined {
  if (sentenceEnd.test(word)) return abbreviation.test(word) ? undefined : 'sentence';
  return clauseEnd.test(word) ? 'clause' : undefined;
}
