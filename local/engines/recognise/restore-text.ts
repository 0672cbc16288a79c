import { englishSpelling, isEnglishQuestion, mayEndEnglish, startsEnglishClause } from './english';
import type { HeardWord, Utterance } from './messages';

export interface WrittenWord extends HeardWord {
  /** The mark that follows the word. */
  readonly mark?: '.' | ',' | '?';
}

/** Pauses between words, in seconds. */
const pauses = {
  /** This ends the sentence before a word that begins a clause; before other words it is a comma. */
  clause: 0.35,
  /** This ends the sentence. */
  sentence: 0.6,
  /** This ends the sentence even after words that rarely end one, such as `the`. */
  always: 1.2,
} as const;

/**
 * Adds the capitals and marks that recognised words lack. Pauses decide where sentences and clauses end. For English,
 * words that cannot end a sentence keep it open, the order of words marks questions, and titles, days and well-known
 * names get their capitals. Names that are in no list stay in lower case, numbers stay words, and a sentence without a
 * pause behind it runs into the next.
 */
export function restoreText(utterances: readonly Utterance[], language: string): WrittenWord[][] {
  const isEnglish = language === 'en';
  const words = utterances.flat();
  const heard = words.map(({ text }) => text);
  const written: WrittenWord[] = [];
  let sentence: string[] = [];
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    const capital = sentence.length === 0;
    const spelled = isEnglish ? englishSpelling(heard, index) : word.text;
    sentence.push(word.text);
    const end = ending(word, next, isEnglish);
    const mark = end === '.' && isEnglish && isEnglishQuestion(sentence) ? '?' : end;
    written.push({ ...word, text: capital ? capitalized(spelled) : spelled, ...(mark && { mark }) });
    if (end === '.') sentence = [];
  }
  let from = 0;
  return utterances.map(({ length }) => {
    from += length;
    return written.slice(from - length, from);
  });
}

function ending(word: HeardWord, next: HeardWord | undefined, isEnglish: boolean): '.' | ',' | undefined {
  if (!next) return '.';
  const pause = next.start - word.end;
  if (pause >= pauses.always) return '.';
  if (pause < pauses.clause || (isEnglish && !mayEndEnglish(word.text))) return undefined;
  return pause >= pauses.sentence || (isEnglish && startsEnglishClause(next.text)) ? '.' : ',';
}

function capitalized(text: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase() + rest.join('');
}
