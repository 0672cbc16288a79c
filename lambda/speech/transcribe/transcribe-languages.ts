import { baseOf } from '../text';

/**
 * Transcribe's code for a language whose country nobody named. Batch transcription's languages as of 2026; a test holds
 * the codes against the service's own list.
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

/** Transcribe's code for a BCP 47 tag; nothing for a language that the service does not hear. */
export function transcribeCode(tag: string): string | undefined {
  const base = baseOf(tag);
  const codes = transcribeLanguages[otherNames[base] ?? base];
  if (!codes) return undefined;
  const locale = new Intl.Locale(tag);
  const region = locale.region ?? (locale.script === 'Hant' ? 'TW' : undefined);
  return codes.find((code) => code.split('-')[1] === region) ?? codes[0];
}

/**
 * The BCP 47 tag for a language that Transcribe found. Of two countries' varieties it takes the one that it was offered,
 * so the country says nothing, except about how Chinese is written.
 */
export function tagOfCode(code: string): string {
  return baseOf(code) === 'zh' && code !== 'zh-CN' ? code : baseOf(code);
}
