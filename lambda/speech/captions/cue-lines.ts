import { boundaryAfter, joinTokens, lengthOf, type Token } from '../text';

/**
 * Two lines of 42 characters: the limits of Netflix's timed text style guide, which are close to the EBU's.
 * https://partnerhelp.netflixstudios.com/hc/en-us/articles/215758617
 */
const maxLines = 2;
export const maxLineLength = 42;

/** The tokens on one or two lines of at most {@link maxLineLength} characters; `undefined` if they need more. */
export function layOut(tokens: readonly Token[]): string | undefined {
  const whole = joinTokens(tokens);
  const total = lengthOf(whole);
  if (total <= maxLineLength) return whole;
  if (total > maxLines * maxLineLength + 1) return undefined;
  let best: { text: string; cost: number } | undefined;
  for (let at = 1; at < tokens.length; at++) {
    const [upper, lower] = [joinTokens(tokens.slice(0, at)), joinTokens(tokens.slice(at))];
    const [above, below] = [lengthOf(upper), lengthOf(lower)];
    if (above > maxLineLength || below > maxLineLength) continue;
    const boundary = boundaryAfter(tokens[at - 1]?.text ?? '');
    // Prefers lines of equal length, breaks at the end of a clause, and a shorter upper line.
    const cost = Math.abs(above - below) + (boundary ? 0 : 12) + (above > below ? 1 : 0);
    if (!best || cost < best.cost) best = { text: `${upper}\n${lower}`, cost };
  }
  return best?.text;
}

/** Whether {@link layOut} finds lines; it does not make them. @param lengths the lengths of the tokens, in characters */
export function fits(tokens: readonly Token[], lengths: readonly number[], from: number, to: number): boolean {
  const spaceBefore = (index: number) => (tokens[index]?.glue ? 0 : 1);
  let line = 0;
  let lines = 1;
  for (let index = from; index < to; index++) {
    const length = lengths[index] ?? 0;
    const longer = line === 0 ? length : line + spaceBefore(index) + length;
    if (longer <= maxLineLength) {
      line = longer;
      continue;
    }
    lines += 1;
    line = length;
    if (lines > maxLines || length > maxLineLength) return false;
  }
  return true;
}
