import { joinTokens, tokenize } from '../text';

/**
 * The limits of a SynthesizeSpeech call: 3,000 billed characters, and 6,000 with the markup.
 * https://docs.aws.amazon.com/polly/latest/dg/limits.html
 */
const maxBilled = 3000;
const maxTotal = 6000;
const markup = '<speak><prosody rate="100%"></prosody></speak>'.length;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes markup characters, and removes characters that XML 1.0 does not allow. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids them
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
  return text.replace(forbidden, '').replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

/** @param rate percent of the voice's natural speed */
export function toSsml(text: string, rate: number): string {
  const escaped = escapeXml(text);
  return rate === 100 ? `<speak>${escaped}</speak>` : `<speak><prosody rate="${rate}%">${escaped}</prosody></speak>`;
}

/** Whether the text has a letter or a digit to pronounce. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The text in pieces that fit into a call, cut between words. Longer words are cut between characters. */
export function toCalls(text: string, language: string): string[] {
  const fitsCall = (piece: string) => piece.length <= maxBilled && escapeXml(piece).length <= maxTotal - markup;
  const whole = text.replace(/\s+/gu, ' ').trim();
  if (fitsCall(whole)) return [whole];
  const pieces: string[] = [];
  let open = '';
  for (const token of tokenize(whole, language)) {
    const longer = open === '' ? token.text : joinTokens([{ text: open }, token]);
    if (fitsCall(longer)) {
      open = longer;
      continue;
    }
    if (open !== '') pieces.push(open);
    open = '';
    for (const character of token.text) {
      if (!fitsCall(open + character)) {
        pieces.push(open);
        open = '';
      }
      open += character;
    }
  }
  return open === '' ? pieces : [...pieces, open];
}
