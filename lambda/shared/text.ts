/*
 * The texts that people and devices send: titles, genres, names of files and devices, search words. Such a text is one
 * line of visible characters. Where its writer can correct it (a title in a request), a text with other characters is
 * refused by {@link faultOf}; where the writer cannot (the name of a file or a device), it is reduced by {@link cleanText}.
 */

/** Maximum of a title or a name, in characters (Unicode code points) after normalization. */
export const maxTextLength = 200;

/** Scripts that write words without joiners. In these, a joiner only makes two equal words differ. */
const unjoined = 'Latin Greek Cyrillic Armenian Georgian Hebrew Han Hiragana Katakana Hangul'
  .split(' ')
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** A tag that stands for a letter, a to z. */
const tag = '[\\u{E0061}-\\u{E007A}]';

/**
 * The format characters (category Cf) that text needs:
 * - visible signs that enclose the numbers after them (Unicode's property Prepended_Concatenation_Mark),
 * - the joiners U+200C and U+200D after a letter or mark of a script that uses them, and U+200D between emoji,
 * - the tags of the flags of England, Scotland and Wales, which follow a black flag.
 */
const needed = [
  '[\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\u{110BD}\\u{110CD}]',
  `(?<=(?![${unjoined}])[\\p{L}\\p{M}])[\\u200C\\u200D]`,
  '(?<=\\p{Extended_Pictographic}\\uFE0F?|\\p{Emoji_Modifier})\\u200D(?=\\p{Extended_Pictographic})',
  `(?<=\\u{1F3F4}${tag}{0,4})${tag}(?=${tag}{0,4}\\u{E007F})`,
  `(?<=\\u{1F3F4}${tag}{5})\\u{E007F}`,
].join('|');

/**
 * Controls, other format characters (bidirectional ones included), lone surrogates, noncharacters, and each variation
 * selector after another one: a sequence of them can hide any message.
 */
const unwanted =
  `(?!${needed})[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Noncharacter_Code_Point}]` +
  '|(?<=\\p{Variation_Selector})\\p{Variation_Selector}';
const everyUnwanted = new RegExp(unwanted, 'gu');
const firstUnwanted = new RegExp(unwanted, 'u');

/** A character that a reader sees: U+2800 is a braille cell without dots, and the fillers of Hangul have no shape. */
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}\p{Co}\p{Cn}]/u;

/** NFC, without white space at the ends; other white space, line ends included, becomes one space. */
export function normalizeText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim();
}

/**
 * Returns what is wrong with a normalized text, for its writer, or `undefined`. The message names the character by its
 * code, since it would be invisible.
 * @param most maximum of characters
 */
export function faultOf(text: string, most = maxTextLength): string | undefined {
  const [found] = firstUnwanted.exec(text) ?? [];
  if (found) return `must not contain ${describe(found)}`;
  const { length } = [...text];
  if (length > most) return `must have at most ${most} characters`;
  return visible.test(text) ? undefined : 'must have at least 1 visible character';
}

/** The text without unwanted characters and cut to `most` characters; `undefined` if nothing visible remains. */
export function cleanText(text: string, most = maxTextLength): string | undefined {
  const bare = normalizeText(normalizeText(text).replace(everyUnwanted, ''));
  const cut = [...bare].slice(0, most).join('').replace(everyUnwanted, '').trim();
  return visible.test(cut) ? cut : undefined;
}

function describe(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/\p{Cc}/u.test(character)) return `the control character ${code}`;
  if (/[\p{Cs}\p{Noncharacter_Code_Point}]/u.test(character)) return `${code}, which is not a character`;
  return `the invisible character ${code}`;
}
