import { layOut } from '../captions/cue-lines';
import { assignTimes } from '../captions/cue-times';
import type { Cue, Sentence } from '../model';
import { boundaryAfter, joinTokens, lengthOf, type Token, tokenize } from '../text';

/**
 * Distributes the words of a translation to parts, in proportion to the parts' shares of time. Breaks are between words,
 * preferably at the end of a clause.
 */
function distribute(tokens: readonly Token[], shares: readonly number[]): Token[][] {
  const lengths = tokens.map(({ text, glue }) => lengthOf(text) + (glue ? 0 : 1));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const time = shares.reduce((sum, share) => sum + share, 0) || 1;
  const parts: Token[][] = [];
  let from = 0;
  let placed = 0;
  let due = 0;
  for (const [index, share] of shares.entries()) {
    due += (share / time) * total;
    if (index === shares.length - 1) {
      parts.push(tokens.slice(from));
      break;
    }
    let [to, reached] = [from, placed];
    let best = { to, reached, cost: due - placed };
    while (to < tokens.length && reached < due + total * 0.15) {
      reached += lengths[to] ?? 0;
      to += 1;
      const cost = Math.abs(reached - due) - (boundaryAfter(tokens[to - 1]?.text ?? '') ? 8 : 0);
      if (cost < best.cost) best = { to, reached, cost };
    }
    parts.push(tokens.slice(from, best.to));
    [from, placed] = [best.to, best.reached];
  }
  return parts;
}

/** The minimum number of parts that fit on two lines each, of similar length. */
function splitToFit(tokens: readonly Token[]): Token[][] {
  for (let count = 1; count < tokens.length; count++) {
    const parts = distribute(tokens, Array(count).fill(1)).filter((part) => part.length > 0);
    if (parts.every((part) => layOut(part) !== undefined)) return parts;
  }
  return tokens.map((token) => [token]);
}

/** The translated text of each cue, by cue index. */
function textsOf(
  sentences: readonly Sentence[],
  translated: readonly (string | undefined)[],
  language: string,
): Map<number, Token[]> {
  const texts = new Map<number, Token[]>();
  for (const [at, sentence] of sentences.entries()) {
    const parts = distribute(tokenize(translated[at] ?? '', language), sentence.shares);
    for (const [index, cue] of sentence.cues.entries()) {
      texts.set(cue, [...(texts.get(cue) ?? []), ...(parts[index] ?? [])]);
    }
  }
  return texts;
}

/**
 * The cues of the translated sentences, at the times of the original cues. A cue whose text is too long is split; a cue
 * without text is left out.
 * @param brief shorter translations of some sentences, for {@link Cue.brief}
 */
export function realign(
  cues: readonly Cue[],
  sentences: readonly Sentence[],
  translated: readonly string[],
  language: string,
  brief: readonly (string | undefined)[] = [],
): Cue[] {
  const texts = textsOf(sentences, translated, language);
  const whole = sentences.map((_, at) => brief[at] ?? translated[at]);
  const shorter = brief.some((text) => text) ? textsOf(sentences, whole, language) : undefined;
  const drafts = cues.flatMap((cue) => {
    const tokens = texts.get(cue.index) ?? [];
    if (tokens.length === 0) return [];
    const parts = splitToFit(tokens);
    const lengths = parts.map((part) => part.reduce((sum, { text }) => sum + lengthOf(text), 0));
    const total = lengths.reduce((sum, length) => sum + length, 0) || 1;
    const shorterParts = distribute(shorter?.get(cue.index) ?? [], lengths);
    let start = cue.start;
    return parts.map((part, index) => {
      const end = start + ((cue.end - cue.start) * (lengths[index] ?? 0)) / total;
      const text = layOut(part) ?? joinTokens(part);
      const short = joinTokens(shorterParts[index] ?? []);
      const isShorter = short !== '' && lengthOf(short) < lengthOf(text);
      const draft = { start, end, text, ...(cue.speaker && { speaker: cue.speaker }) };
      start = end;
      return isShorter ? { ...draft, brief: short } : draft;
    });
  });
  return assignTimes(drafts);
}
