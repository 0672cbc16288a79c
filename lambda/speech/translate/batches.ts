import { joinTokens, tokenize } from '../text';

/** The maximum text of a TranslateText call, in bytes of UTF-8. https://docs.aws.amazon.com/translate/latest/dg/what-is-limits.html */
const maxBytes = 10_000;

const bytesOf = (text: string) => Buffer.byteLength(text);

/** The text in pieces of at most the limit, cut between words. A longer word is cut between characters. */
export function cutText(text: string, language: string, limit = maxBytes): string[] {
  if (bytesOf(text) <= limit) return [text];
  const pieces: string[] = [];
  let open = '';
  for (const token of tokenize(text, language)) {
    const longer = open === '' ? token.text : joinTokens([{ text: open }, token]);
    if (bytesOf(longer) <= limit) {
      open = longer;
      continue;
    }
    if (open !== '') pieces.push(open);
    open = '';
    for (const character of token.text) {
      if (bytesOf(open + character) > limit) {
        pieces.push(open);
        open = '';
      }
      open += character;
    }
  }
  return open === '' ? pieces : [...pieces, open];
}

/** Groups of consecutive texts; each group fits into one call, joined by line feeds. Each text must fit alone. */
export function toBatches(texts: readonly string[], limit = maxBytes): string[][] {
  const batches: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    const bytes = bytesOf(text) + 1;
    if (size + bytes > limit + 1) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(text);
    size += bytes;
  }
  return batches;
}
