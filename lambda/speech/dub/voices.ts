import { baseOf } from '../text';

export type Engine = 'neural' | 'standard';

/** The voices of a language by engine, in the order in which speakers get them: women's and men's voices in turn. */
export interface Cast {
  readonly neural: readonly string[];
  readonly standard: readonly string[];
  /** Polly's language code, required for voices that speak two languages. */
  readonly languageCode?: string;
}

/**
 * Amazon Polly's voices as of 2026. The first variety of a language is used if none is declared. A test compares the names
 * with the SDK's list. https://docs.aws.amazon.com/polly/latest/dg/available-voices.html
 */
export const voices: Readonly<Record<string, Cast>> = {
  'ar-AE': { neural: ['Hala', 'Zayd'], standard: ['Zeina'] },
  'ca-ES': { neural: ['Arlet'], standard: [] },
  'cs-CZ': { neural: ['Jitka'], standard: [] },
  'cy-GB': { neural: [], standard: ['Gwyneth'] },
  'da-DK': { neural: ['Sofie'], standard: ['Naja', 'Mads'] },
  'de-DE': { neural: ['Vicki', 'Daniel'], standard: ['Vicki', 'Hans', 'Marlene'] },
  'de-AT': { neural: ['Hannah'], standard: [] },
  'de-CH': { neural: ['Sabrina'], standard: [] },
  'en-US': {
    neural: ['Joanna', 'Matthew', 'Ruth', 'Stephen', 'Danielle', 'Gregory'],
    standard: ['Joanna', 'Matthew', 'Salli', 'Joey', 'Kendra', 'Justin'],
  },
  'en-GB': { neural: ['Amy', 'Arthur', 'Emma', 'Brian'], standard: ['Amy', 'Brian', 'Emma'] },
  'en-AU': { neural: ['Olivia'], standard: ['Nicole', 'Russell'] },
  'en-IE': { neural: ['Niamh'], standard: [] },
  'en-IN': { neural: ['Kajal'], standard: ['Raveena', 'Aditi'], languageCode: 'en-IN' },
  'en-NZ': { neural: ['Aria'], standard: [] },
  'en-ZA': { neural: ['Ayanda'], standard: [] },
  'es-ES': { neural: ['Lucia', 'Sergio'], standard: ['Lucia', 'Enrique', 'Conchita'] },
  'es-MX': { neural: ['Mia', 'Andres'], standard: ['Mia'] },
  'es-US': { neural: ['Lupe', 'Pedro'], standard: ['Lupe', 'Miguel', 'Penelope'] },
  'fi-FI': { neural: ['Suvi'], standard: [] },
  'fr-FR': { neural: ['Lea', 'Remi'], standard: ['Lea', 'Mathieu', 'Celine'] },
  'fr-BE': { neural: ['Isabelle'], standard: [] },
  'fr-CA': { neural: ['Gabrielle', 'Liam'], standard: ['Chantal'] },
  'hi-IN': { neural: ['Kajal'], standard: ['Aditi'], languageCode: 'hi-IN' },
  'is-IS': { neural: [], standard: ['Dora', 'Karl'] },
  'it-IT': { neural: ['Bianca', 'Adriano'], standard: ['Bianca', 'Giorgio', 'Carla'] },
  'ja-JP': { neural: ['Kazuha', 'Takumi', 'Tomoko'], standard: ['Mizuki', 'Takumi'] },
  'ko-KR': { neural: ['Seoyeon', 'Jihye'], standard: ['Seoyeon'] },
  'nb-NO': { neural: ['Ida'], standard: ['Liv'] },
  'nl-NL': { neural: ['Laura'], standard: ['Lotte', 'Ruben'] },
  'nl-BE': { neural: ['Lisa'], standard: [] },
  'pl-PL': { neural: ['Ola'], standard: ['Ewa', 'Jacek', 'Maja', 'Jan'] },
  'pt-BR': { neural: ['Camila', 'Thiago', 'Vitoria'], standard: ['Camila', 'Ricardo', 'Vitoria'] },
  'pt-PT': { neural: ['Ines'], standard: ['Ines', 'Cristiano'] },
  'ro-RO': { neural: [], standard: ['Carmen'] },
  'ru-RU': { neural: [], standard: ['Tatyana', 'Maxim'] },
  'sv-SE': { neural: ['Elin'], standard: ['Astrid'] },
  'tr-TR': { neural: ['Burcu'], standard: ['Filiz'] },
  'yue-HK': { neural: ['Hiujin'], standard: [] },
  'zh-CN': { neural: ['Zhiyu'], standard: ['Zhiyu'] },
};

const otherNames: Readonly<Record<string, string>> = {
  no: 'nb-NO',
  nn: 'nb-NO',
  'zh-HK': 'yue-HK',
  'es-419': 'es-US',
  cmn: 'zh-CN',
};

/** The voices of a language, by its BCP 47 tag; `undefined` if Polly has none. */
export function castFor(tag: string): Cast | undefined {
  const known = otherNames[tag] ?? tag;
  const base = otherNames[baseOf(known)] ?? baseOf(known);
  const variety = voices[known] ? known : Object.keys(voices).find((name) => name === base || baseOf(name) === base);
  return variety === undefined ? undefined : voices[variety];
}
