import { LanguageCode } from '@aws-sdk/client-transcribe';

/** All that AWS transcribes, as its model lists them. */
const codes: readonly string[] = Object.values(LanguageCode);

/** ISO 639 of a code of Transcribe. */
export function languageOf(code: string): string {
  return code.split('-')[0] ?? code;
}

/**
 * The codes by which a language is identified: the countries' varieties that were offered, or else the one that AWS
 * names first. Recognisers here know languages, not countries.
 */
const usual: Readonly<Record<string, LanguageCode>> = {
  ar: 'ar-SA',
  de: 'de-DE',
  en: 'en-US',
  es: 'es-US',
  fr: 'fr-FR',
  pt: 'pt-BR',
  zh: 'zh-CN',
};

export function codeOf(language: string, options: readonly string[] | undefined): LanguageCode {
  const mine = (code: string) => languageOf(code) === language;
  const offered = options?.filter(mine) ?? [];
  const preferred = usual[language] ?? codes.find(mine);
  return (offered.length === 0 || offered.includes(preferred ?? '') ? preferred : offered[0]) as LanguageCode;
}
