/**
 * Amazon Translate's languages as of 2026, by its codes.
 * https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html
 */
export const languageCodes: readonly string[] = (
  'af sq am ar hy az bn bs bg ca zh zh-TW hr cs da fa-AF nl en et fa tl fi fr fr-CA ka de el gu ht ha he hi hu is id ' +
  'ga it ja kn kk ko lv lt mk ms ml mt mr mn no ps pl pt pt-PT pa ro ru sr si sk sl so es es-MX sw sv ta te th tr uk ' +
  'ur uz vi cy'
).split(' ');

/** Returns the variety of one of Translate's codes, as a BCP 47 tag. */
export function tagOf(code: string): string {
  return code === 'pt' ? 'pt-BR' : code;
}

/** Returns the language's name in another language. */
export function nameOf(code: string, displayLanguage: string): string {
  return new Intl.DisplayNames([displayLanguage], { type: 'language' }).of(code) ?? code;
}
