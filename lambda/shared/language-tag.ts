import { cleanText } from './text';

/** Maximum of a BCP 47 tag, in characters: RFC 5646, section 4.4.1. */
const maxLength = 35;

/** Why a text is not the tag of a language, and the tag that was probably meant. */
export interface LanguageFault {
  readonly problem: string;
  readonly suggestion?: string;
}

/** A tag in its canonical form, or what is wrong with a text. */
export type LanguageReading = { readonly tag: string } | LanguageFault;

const english = (type: 'language' | 'region' | 'script') => new Intl.DisplayNames('en', { type, fallback: 'none' });
const names = { language: english('language'), region: english('region'), script: english('script') };

/** Codes that ISO 639 reserves: undetermined, several, uncoded, no linguistic content, and private use. */
const notOneLanguage = /^(und|mul|mis|zxx|q[a-t][a-z])$/;
/** Codes that have a name in CLDR but mean no place: the unknown region, and those of pseudo-locales. */
const noRegion = new Set(['ZZ', 'XA', 'XB']);
/** Codes by which Transcribe distinguishes the English of Scotland (en-AB) and of Wales (en-WL). ISO 3166 has neither. */
const transcribeRegions = new Set(['AB', 'WL']);
/** Codes of ISO 15924 for text without a script. */
const noScript = new Set(['Zinh', 'Zmth', 'Zsye', 'Zsym', 'Zxxx', 'Zyyy', 'Zzzz']);

/**
 * Reads a BCP 47 tag of one language: `pt-br` becomes `pt-BR`, and `ger` and `deu` become `de`. A language exists if
 * CLDR names it, which the JavaScript engine contains; so do the languages that AWS's services support.
 */
export function readLanguage(text: string): LanguageReading {
  if (text.length > maxLength) return refuse(`a language tag has at most ${maxLength} characters`);
  // Operating systems write `pt_BR`.
  const spelled = canonical(text.replaceAll('_', '-'));
  const locale = spelled === undefined ? undefined : new Intl.Locale(spelled);
  if (!spelled || !locale) return refuse(`${quoted(text)} is not a language tag`, byName(text));
  const { region, script, baseName } = locale;
  // Not the locale's own: some engines leave it empty for `und`.
  const language = spelled.split('-')[0] as string;
  if (notOneLanguage.test(language)) return refuse(`${quoted(text)} does not name one language`);
  if (names.language.of(language) === undefined) {
    return refuse(`${quoted(text)} is not a language`, byName(text) ?? byCountry(language));
  }
  if (script && (noScript.has(script) || names.script.of(script) === undefined)) {
    return refuse(`${quoted(script)} is not a script`, language);
  }
  if (region && !isRegion(region)) return refuse(`${quoted(region)} is not a country or region`, language);
  // Extensions and private parts describe calendars, keyboards and the like, not a language.
  if (baseName !== spelled) return refuse(`${quoted(text)} has parts that do not name a language`, baseName);
  return text.includes('_') ? refuse(`${quoted(text)} is not a language tag`, spelled) : { tag: spelled };
}

/** The fault as sentences for people. */
export function explainFault({ problem, suggestion }: LanguageFault): string {
  return `${problem}. ${suggestion === undefined ? 'Write a BCP 47 tag, such as de or pt-BR.' : `Did you mean ${suggestion}?`}`;
}

function refuse(problem: string, suggestion?: string): LanguageFault {
  return suggestion === undefined ? { problem } : { problem, suggestion };
}

function quoted(text: string): string {
  return `'${cleanText(text) ?? ''}'`;
}

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

function isRegion(region: string): boolean {
  return transcribeRegions.has(region) || (!noRegion.has(region) && names.region.of(region) !== undefined);
}

/** The language that most people of a country speak: `ja` for `jp`. */
function byCountry(code: string): string | undefined {
  const country = code.toUpperCase();
  if (code.length !== 2 || noRegion.has(country) || names.region.of(country) === undefined) return undefined;
  return new Intl.Locale(`und-${country}`).maximize().language;
}

let tags: ReadonlyMap<string, string> | undefined;

/** The language with a name in English or in the language itself: `de` for `German` and `Deutsch`. */
function byName(text: string): string | undefined {
  tags ??= new Map(codes().flatMap((code) => namesOf(code).map((name) => [plain(name), code])));
  return tags.get(plain(text));
}

/** All languages with a code of two letters. An engine cannot list its languages, and trying all codes takes a second. */
function codes(): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  const known = pairs.filter((code) => names.language.of(code) !== undefined).map((code) => canonical(code) ?? code);
  // Supported by AWS's services, and without a code of two letters.
  return [...new Set([...known, 'fil', 'yue'])].filter((code) => !code.includes('-'));
}

function namesOf(code: string): string[] {
  const own = Intl.DisplayNames.supportedLocalesOf(code).map((tag) => new Intl.DisplayNames(tag, { type: 'language' }));
  return [names.language, ...own].flatMap((displayed) => displayed.of(code) ?? []);
}

/** Without case, and without accents on Latin letters. */
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
}
