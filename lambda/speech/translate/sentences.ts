import type { Cue, Sentence } from '../model';
import { boundaryAfter, joinTokens, lengthOf, type Token, tokenize } from '../text';

/** The seconds of silence that end a sentence without punctuation. */
const endingPause = 2;

/** The number of characters after which a sentence without punctuation ends with its cue. */
const endingLength = 400;

/**
 * The sentences of the cues, in order. A cue's time is divided among its sentences by their characters.
 * @param language BCP 47
 */
export function toSentences(cues: readonly Cue[], language: string): Sentence[] {
  const sentences: Sentence[] = [];
  let open: { cues: number[]; shares: number[]; tokens: Token[] } = { cues: [], shares: [], tokens: [] };
  const close = () => {
    if (open.tokens.length > 0) sentences.push({ cues: open.cues, shares: open.shares, text: joinTokens(open.tokens) });
    open = { cues: [], shares: [], tokens: [] };
  };
  for (const [at, cue] of cues.entries()) {
    const previous = cues[at - 1];
    const paused = previous && cue.start - previous.end >= endingPause;
    if (paused || previous?.speaker !== cue.speaker || lengthOf(joinTokens(open.tokens)) > endingLength) close();
    const tokens = tokenize(cue.text.replace('\n', ' '), language);
    const total = tokens.reduce((sum, { text }) => sum + lengthOf(text), 0);
    for (const [index, token] of tokens.entries()) {
      const share = ((cue.end - cue.start) * lengthOf(token.text)) / total;
      const last = open.cues.length - 1;
      if (open.cues[last] === cue.index) open.shares[last] = (open.shares[last] ?? 0) + share;
      else {
        open.cues.push(cue.index);
        open.shares.push(share);
      }
      open.tokens.push(token);
      const following = tokens[index + 1]?.text ?? cues[at + 1]?.text ?? '';
      // The sentence continues in: "Where to?" he asked.
      if (boundaryAfter(token.text) === 'sentence' && !/^\p{Ll}/u.test(following)) close();
    }
  }
  close();
  return sentences;
}
