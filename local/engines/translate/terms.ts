import type { Run } from './lines';

/** A word or words of the source, with their prescribed translation. */
export interface Term {
  readonly source: string;
  readonly target: string;
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Letters that are not a word in any language, so that an engine passes them on as a name. */
function markOf(index: number): string {
  const letters = index.toString(26).replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));
  return `Qzxv${letters}`;
}
const mark = /qzxv([a-z]+)/gi;
const indexOf = (letters: string) =>
  [...letters.toLowerCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 97, 0);

/**
 * Translates a text with prescribed terms. Each term is replaced by a word that the engine does not know, and put back
 * afterwards. As in Amazon Translate, only whole words match, with their case, and the longest term wins.
 */
export async function translateWithTerms(text: string, terms: readonly Term[], run: Run): Promise<string> {
  const targets = new Map(terms.map(({ source, target }) => [source, target]));
  const sources = [...targets.keys()].filter((source) => source !== '').sort((a, b) => b.length - a.length);
  if (sources.length === 0) return run(text);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${sources.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  const found: string[] = [];
  const hidden = text.replace(pattern, (source) => {
    found.push(targets.get(source) as string);
    return markOf(found.length - 1);
  });
  if (found.length === 0) return run(text);
  const translated = await run(hidden);
  const marks = [...translated.matchAll(mark)].map(([, letters]) => indexOf(letters as string));
  const intact =
    marks.length === found.length && new Set(marks).size === found.length && marks.every((at) => at < found.length);
  if (intact) return translated.replace(mark, (_, letters) => found[indexOf(letters)] as string);
  // The engine has lost or doubled a term. The passages between the terms are then translated one by one.
  const between = text.split(pattern);
  const pieces: string[] = [];
  for (const [index, piece] of between.entries()) {
    pieces.push(/\p{L}/u.test(piece) ? await run(piece) : piece, found[index] ?? '');
  }
  return pieces.join('');
}
