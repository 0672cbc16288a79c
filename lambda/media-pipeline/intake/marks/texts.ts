import type { Role } from './track-marks';

/** Longer texts of a file are cut before they are decoded. Bytes. */
export const MAX_TEXT_BYTES = 4096;

const MAX_TITLE_CHARACTERS = 200;

/** Control characters, and those that change the direction or the line of the text after them. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** RFC 5646 allows implementations to limit tags to 35 characters. */
const LANGUAGE = /^(?=.{2,35}$)[a-z]{1,8}(-[a-z0-9]{1,8})*$/i;

const TITLE_ROLES: readonly (readonly [RegExp, Role])[] = [
  [/comment(ary|aire|ario)|kommentar/i, 'commentary'],
  [/audio.?descri|descripti(ve|on)|visually impaired|hörfilm/i, 'descriptive'],
  [/hearing.?impaired|\bSDH\b/i, 'hearing-impaired'],
  [/\bM\s*&\s*E\b|music (and|&) effects/i, 'music-and-effects'],
];

/** Decodes UTF-8, or UTF-16 after its byte order mark, up to the first zero character. */
export function decodeText(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xfe && bytes[1] === 0xff;
  const text = new TextDecoder(isUtf16 ? 'utf-16be' : 'utf-8').decode(bytes.subarray(0, MAX_TEXT_BYTES));
  return text.split('\0', 1)[0] ?? '';
}

export function cleanTitle(text: string): string | undefined {
  const characters = [
    ...text
      .replace(CONTROLS, '')
      .trim()
      .slice(0, MAX_TITLE_CHARACTERS + 1),
  ];
  // The limit counts UTF-16 units, and no character is cut in two.
  while (characters.join('').length > MAX_TITLE_CHARACTERS) characters.pop();
  return characters.join('').trim() || undefined;
}

export function cleanLanguage(text: string): string | undefined {
  return LANGUAGE.test(text) && !/^und(-|$)/i.test(text) ? text : undefined;
}

export function roleOfTitle(title: string): Role | undefined {
  return TITLE_ROLES.find(([pattern]) => pattern.test(title))?.[1];
}
