import { baseOf } from '../text';

/**
 * Transcribe's codes by language; the first is used if no country is declared. These are the languages of batch
 * transcription as of 2026; a test compares the codes with the SDK's list.
 * https://docs.aws.amazon.com/transcribe/latest/dg/supported-languages.html
 */
export const transcribeLanguages: Readonly<Record<string, readonly [string, ...string[]]>> = {
  af: ['af-ZA'],
  ar: ['ar-SA', 'ar-AE'],
  ca: ['ca-ES'],
  cs: ['cs-CZ'],
  da: ['da-DK'],
  de: ['de-DE', 'de-CH'],
  el: ['el-GR'],
  en: ['en-US', 'en-GB', 'en-AU', 'en-IE', 'en-IN', 'en-NZ', 'en-ZA', 'en-AB', 'en-WL'],
  es: ['es-US', 'es-ES', 'es-MX'],
  eu: ['eu-ES'],
  fa: ['fa-IR'],
  fi: ['fi-FI'],
  fr: ['fr-FR', 'fr-CA'],
  gl: ['gl-ES'],
  he: ['he-IL'],
  hi: ['hi-IN'],
  hr: ['hr-HR'],
  hu: ['hu-HU'],
  id: ['id-ID'],
  is: ['is-IS'],
  it: ['it-IT'],
  ja: ['ja-JP'],
  ko: ['ko-KR'],
  lt: ['lt-LT'],
  lv: ['lv-LV'],
  ms: ['ms-MY'],
  nl: ['nl-NL'],
  no: ['no-NO'],
  pl: ['pl-PL'],
  pt: ['pt-BR', 'pt-PT'],
  ro: ['ro-RO'],
  ru: ['ru-RU'],
  sk: ['sk-SK'],
  sl: ['sl-SI'],
  sr: ['sr-RS'],
  sv: ['sv-SE'],
  ta: ['ta-IN'],
  te: ['te-IN'],
  th: ['th-TH'],
  tl: ['tl-PH'],
  tr: ['tr-TR'],
  uk: ['uk-UA'],
  vi: ['vi-VN'],
  zh: ['zh-CN', 'zh-TW', 'zh-HK'],
};

const otherNames: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', fil: 'tl', iw: 'he', in: 'id' };

/** Transcribe's code for a BCP 47 tag; `undefined` if the service does not support the language. */
export function transcribeCode(tag: string): string | undefined {
  const base = baseOf(tag);
  const codes = transcribeLanguages[otherNames[base] ?? base];
  if (!codes) return undefined;
  const locale = new Intl.Locale(tag);
  const region = locale.region ?? (locale.script === 'Hant' ? 'TW' : undefined);
  return codes.find((code) => code.split('-')[1] === region) ?? codes[0];
}

/**
 * The BCP 47 tag for a language that Transcribe identified. The country is only that of the candidate, so it is dropped,
 * except for Chinese, where it determines the script.
 */
export function tagOfCode(code: string): string {
  return baseOf(code) === 'zh' && code !== 'zh-CN' ? code : baseOf(code);
}
