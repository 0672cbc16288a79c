import type { Audience } from './passage';

/** A habit of writing that the project's texts do without. */
export interface Pattern {
  /** Unique: `is-no`. */
  readonly id: string;
  readonly expression: RegExp;
  /** What to write instead. */
  readonly advice: string;
  /** Set when only these texts are checked. */
  readonly audience?: Audience;
}

/**
 * The start of a sentence: of a text, or after a full stop, a colon, a cell of a table, a blank line, a list's mark or a
 * tag of JSDoc.
 */
const sentenceStart = String.raw`(?<=^\s*|[.!?:;|](?:\*\*)?["')]*\s+|\n\s*\n\s*|\n\s*[-*#]+\s+|@returns?\s+|@param \w+\s+)`;

/**
 * A pattern from an expression in which a space is any white space, line breaks included, and `^^` the start of a
 * sentence.
 */
export function pattern(id: string, expression: string, advice: string, audience?: Audience): Pattern {
  const source = expression.replaceAll('^^', () => sentenceStart).replaceAll(' ', '\\s+');
  return { id, expression: new RegExp(source, 'g'), advice, audience };
}
