import { LanguageCode } from '@aws-sdk/client-transcribe';

/** All of AWS's languages, as listed in its model. */
const codes: readonly string[] = Object.values(LanguageCode);

/** Returns the ISO 639 code of one of Transcribe's codes. */
export function languageOf(code: string): string {
  return code.split('-')[0] ?? code;
}

/**
 * The code that identifies a language: one of the countries' varieties that were offered, or else AWS's first one.
 * Recognisers here distinguish languages, not countries.
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
