import type { Cue, Word } from '../model';
import { boundaryAfter, graphemes, isSpaceless, lengthOf, type Token } from '../text';
import { fits, layOut, maxLineLength } from './cue-lines';
import { assignTimes, type Draft, maxDuration, minDuration, readingSpeed } from './cue-times';

type TimedToken = Token &
  Pick<Word, 'start' | 'end' | 'speaker'> & { readonly boundary: ReturnType<typeof boundaryAfter> };

/** The tokens of a word. A word that is longer than a line is cut into pieces that share its time. */
function pieces(word: Word, glue: boolean): TimedToken[] {
  const { text, start, end, speaker } = word;
  const parts = graphemes(text);
  if (parts.length <= maxLineLength) return [{ text, start, end, speaker, glue, boundary: boundaryAfter(text) }];
  const count = Math.ceil(parts.length / maxLineLength);
  const size = Math.ceil(parts.length / count);
  return Array.from({ length: count }, (_, index) => ({
    text: parts.slice(index * size, (index + 1) * size).join(''),
    start: start + ((end - start) * index) / count,
    end: start + ((end - start) * (index + 1)) / count,
    speaker,
    glue: glue || index > 0,
    boundary: index === count - 1 ? boundaryAfter(text) : undefined,
  }));
}

/** The cost of a break after a token: low at the end of a sentence, at a pause, or before another speaker. */
function breakCost(token: TimedToken, next: TimedToken | undefined): number {
  if (!next || token.speaker !== next.speaker) return 0;
  const { boundary } = token;
  if (boundary === 'sentence') return 0;
  const pause = next.start - token.end;
  if (pause >= 0.7) return 1;
  if (boundary === 'clause') return 2;
  if (pause >= 0.3) return 3;
  return next.glue ? 12 : 9;
}

/** The cost of no break after a token. */
function keepCost(token: TimedToken, next: TimedToken): number {
  const pause = next.start - token.end;
  const turn = token.speaker === next.speaker ? 0 : 14;
  const sentence = token.boundary === 'sentence' ? 2 : 0;
  return turn + sentence + (pause >= 1.5 ? 25 : pause >= 0.7 ? 4 : 0);
}

/** The partition of the tokens into cues with the lowest cost, as the indexes of the cues' first tokens. */
function partition(tokens: readonly TimedToken[]): number[] {
  const lengths = tokens.map(({ text }) => lengthOf(text));
  const costs: number[] = [0];
  const cameFrom: number[] = [0];
  for (let to = 1; to <= tokens.length; to++) {
    const last = tokens[to - 1] as TimedToken;
    const next = tokens[to];
    let best = Number.POSITIVE_INFINITY;
    let bestFrom = to - 1;
    let characters = 0;
    let kept = 0;
    for (let from = to - 1; from >= 0; from--) {
      const first = tokens[from] as TimedToken;
      characters += (lengths[from] ?? 0) + (from === to - 1 || tokens[from + 1]?.glue ? 0 : 1);
      const following = tokens[from + 1];
      if (from < to - 1 && following) kept += keepCost(first, following);
      const spoken = last.end - first.start;
      if (from < to - 1 && (spoken > maxDuration || !fits(tokens, lengths, from, to))) break;
      const available = Math.min(maxDuration, (next?.start ?? Number.POSITIVE_INFINITY) - first.start);
      const haste = Math.max(0, characters / Math.max(available, 0.01) - readingSpeed);
      const flash = available < minDuration ? 20 * (minDuration - available) + 10 : 0;
      // Each cue costs the viewer's attention.
      const cost = (costs[from] ?? 0) + kept + breakCost(last, next) + 4 + 2 * Math.min(haste, 15) + flash;
      if (cost < best) {
        best = cost;
        bestFrom = from;
      }
    }
    costs.push(best);
    cameFrom.push(bestFrom);
  }
  const starts: number[] = [];
  for (let to = tokens.length; to > 0; to = cameFrom[to] ?? 0) starts.unshift(cameFrom[to] ?? 0);
  return starts;
}

/** The speaker of most words. */
function mainSpeaker(tokens: readonly TimedToken[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { speaker } of tokens) if (speaker) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  return [...counts].reduce<[string, number] | undefined>(
    (best, one) => (best && best[1] >= one[1] ? best : one),
    undefined,
  )?.[0];
}

/**
 * Makes cues of at most two lines of 42 characters. They stay on screen for 1 to 7 seconds and have at most 20 characters
 * per second, if the speech leaves enough time. They are broken at the ends of sentences and clauses, at pauses and
 * between speakers.
 * @param words the words in order, without overlaps, as returned by `repairTimes`
 * @param language BCP 47
 * @param duration the film's duration in seconds; no cue ends later
 */
export function makeCues(words: readonly Word[], language: string, duration = Number.POSITIVE_INFINITY): Cue[] {
  const glue = isSpaceless(language);
  const tokens = words.filter(({ start }) => start < duration).flatMap((word) => pieces(word, glue));
  const starts = partition(tokens);
  const drafts = starts.map((from, index): Draft => {
    const own = tokens.slice(from, starts[index + 1]);
    const speaker = mainSpeaker(own);
    const text = layOut(own) ?? '';
    return { start: own[0]?.start ?? 0, end: own.at(-1)?.end ?? 0, text, ...(speaker && { speaker }) };
  });
  return assignTimes(drafts, duration);
}
