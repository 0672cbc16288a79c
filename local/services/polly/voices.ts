import type { Engine, LanguageCode, Voice, VoiceId } from '@aws-sdk/client-polly';

type Engines = 'n' | 's' | 'ns';

const engineNames: Readonly<Record<Engines, Engine[]>> = {
  n: ['neural'],
  s: ['standard'],
  ns: ['neural', 'standard'],
};

/** For each language, the names of female and male voices, with `n`eural and `s`tandard engine. */
type Cast = Readonly<Record<'Female' | 'Male', Readonly<Record<string, Engines>>>>;

/**
 * Amazon Polly's voices with their neural and standard engines as of 2026. Generative and long-form engines, and voices
 * that have only those, are not supported here. https://docs.aws.amazon.com/polly/latest/dg/available-voices.html
 */
const casts: Readonly<Record<string, Cast>> = {
  arb: { Female: { Zeina: 's' }, Male: {} },
  'ar-AE': { Female: { Hala: 'n' }, Male: { Zayd: 'n' } },
  'ca-ES': { Female: { Arlet: 'n' }, Male: {} },
  'cmn-CN': { Female: { Zhiyu: 'ns' }, Male: {} },
  'cs-CZ': { Female: { Jitka: 'n' }, Male: {} },
  'cy-GB': { Female: { Gwyneth: 's' }, Male: {} },
  'da-DK': { Female: { Naja: 's', Sofie: 'n' }, Male: { Mads: 's' } },
  'de-AT': { Female: { Hannah: 'n' }, Male: {} },
  'de-CH': { Female: { Sabrina: 'n' }, Male: {} },
  'de-DE': { Female: { Vicki: 'ns', Marlene: 's' }, Male: { Daniel: 'n', Hans: 's' } },
  'en-AU': { Female: { Olivia: 'n', Nicole: 's' }, Male: { Russell: 's' } },
  'en-GB': { Female: { Amy: 'ns', Emma: 'ns' }, Male: { Brian: 'ns', Arthur: 'n' } },
  'en-GB-WLS': { Female: {}, Male: { Geraint: 's' } },
  'en-IE': { Female: { Niamh: 'n' }, Male: {} },
  'en-IN': { Female: { Kajal: 'n', Aditi: 's', Raveena: 's' }, Male: {} },
  'en-NZ': { Female: { Aria: 'n' }, Male: {} },
  'en-SG': { Female: { Jasmine: 'n' }, Male: {} },
  'en-US': {
    Female: { Joanna: 'ns', Ruth: 'n', Danielle: 'n', Salli: 'ns', Kendra: 'ns', Kimberly: 'ns', Ivy: 'ns' },
    Male: { Matthew: 'ns', Stephen: 'n', Gregory: 'n', Joey: 'ns', Justin: 'ns', Kevin: 'n' },
  },
  'en-ZA': { Female: { Ayanda: 'n' }, Male: {} },
  'es-ES': { Female: { Lucia: 'ns', Conchita: 's' }, Male: { Sergio: 'n', Enrique: 's' } },
  'es-MX': { Female: { Mia: 'ns' }, Male: { Andres: 'n' } },
  'es-US': { Female: { Lupe: 'ns', Penelope: 's' }, Male: { Pedro: 'n', Miguel: 's' } },
  'fi-FI': { Female: { Suvi: 'n' }, Male: {} },
  'fr-BE': { Female: { Isabelle: 'n' }, Male: {} },
  'fr-CA': { Female: { Gabrielle: 'n', Chantal: 's' }, Male: { Liam: 'n' } },
  'fr-FR': { Female: { Lea: 'ns', Celine: 's' }, Male: { Remi: 'n', Mathieu: 's' } },
  'is-IS': { Female: { Dora: 's' }, Male: { Karl: 's' } },
  'it-IT': { Female: { Bianca: 'ns', Carla: 's' }, Male: { Adriano: 'n', Giorgio: 's' } },
  'ja-JP': { Female: { Kazuha: 'n', Tomoko: 'n', Mizuki: 's' }, Male: { Takumi: 'ns' } },
  'ko-KR': { Female: { Seoyeon: 'ns', Jihye: 'n' }, Male: {} },
  'nb-NO': { Female: { Ida: 'n', Liv: 's' }, Male: {} },
  'nl-BE': { Female: { Lisa: 'n' }, Male: {} },
  'nl-NL': { Female: { Laura: 'n', Lotte: 's' }, Male: { Ruben: 's' } },
  'pl-PL': { Female: { Ola: 'n', Ewa: 's', Maja: 's' }, Male: { Jacek: 's', Jan: 's' } },
  'pt-BR': { Female: { Camila: 'ns', Vitoria: 'ns' }, Male: { Thiago: 'n', Ricardo: 's' } },
  'pt-PT': { Female: { Ines: 'ns' }, Male: { Cristiano: 's' } },
  'ro-RO': { Female: { Carmen: 's' }, Male: {} },
  'ru-RU': { Female: { Tatyana: 's' }, Male: { Maxim: 's' } },
  'sv-SE': { Female: { Elin: 'n', Astrid: 's' }, Male: {} },
  'tr-TR': { Female: { Burcu: 'n', Filiz: 's' }, Male: {} },
  'yue-CN': { Female: { Hiujin: 'n' }, Male: {} },
};

/** Voices that also speak another language. https://docs.aws.amazon.com/polly/latest/dg/bilingual-voices.html */
const bilingual: Readonly<Record<string, readonly LanguageCode[]>> = {
  Aditi: ['hi-IN'],
  Kajal: ['hi-IN'],
  Hala: ['en-US'],
  Zayd: ['en-US'],
};

/** Names with accents, which their ids lack. */
const accented: Readonly<Record<string, string>> = {
  Celine: 'Céline',
  Dora: 'Dóra',
  Ines: 'Inês',
  Lea: 'Léa',
  Penelope: 'Penélope',
  Remi: 'Rémi',
  Vitoria: 'Vitória',
  Andres: 'Andrés',
};

/** Polly's names of languages. */
const languageNames: Readonly<Record<string, string>> = {
  arb: 'Arabic',
  'ar-AE': 'Gulf Arabic',
  'ca-ES': 'Catalan',
  'cmn-CN': 'Chinese Mandarin',
  'cs-CZ': 'Czech',
  'cy-GB': 'Welsh',
  'da-DK': 'Danish',
  'de-AT': 'Austrian German',
  'de-CH': 'Swiss Standard German',
  'de-DE': 'German',
  'en-AU': 'Australian English',
  'en-GB': 'British English',
  'en-GB-WLS': 'Welsh English',
  'en-IE': 'Irish English',
  'en-IN': 'Indian English',
  'en-NZ': 'New Zealand English',
  'en-SG': 'Singaporean English',
  'en-US': 'US English',
  'en-ZA': 'South African English',
  'es-ES': 'Castilian Spanish',
  'es-MX': 'Mexican Spanish',
  'es-US': 'US Spanish',
  'fi-FI': 'Finnish',
  'fr-BE': 'Belgian French',
  'fr-CA': 'Canadian French',
  'fr-FR': 'French',
  'hi-IN': 'Hindi',
  'is-IS': 'Icelandic',
  'it-IT': 'Italian',
  'ja-JP': 'Japanese',
  'ko-KR': 'Korean',
  'nb-NO': 'Norwegian',
  'nl-BE': 'Belgian Dutch',
  'nl-NL': 'Dutch',
  'pl-PL': 'Polish',
  'pt-BR': 'Brazilian Portuguese',
  'pt-PT': 'Portuguese',
  'ro-RO': 'Romanian',
  'ru-RU': 'Russian',
  'sv-SE': 'Swedish',
  'tr-TR': 'Turkish',
  'yue-CN': 'Cantonese',
};

/** A voice in the form of DescribeVoices, and its place among the voices of its language and gender. */
export interface PollyVoice extends Required<Omit<Voice, 'AdditionalLanguageCodes'>> {
  readonly AdditionalLanguageCodes?: LanguageCode[];
  readonly order: number;
}

export const voices: readonly PollyVoice[] = Object.entries(casts).flatMap(([language, cast]) =>
  (['Female', 'Male'] as const).flatMap((gender) =>
    Object.entries(cast[gender]).map(
      ([id, engines], order): PollyVoice => ({
        Gender: gender,
        Id: id as VoiceId,
        LanguageCode: language as LanguageCode,
        LanguageName: languageNames[language] as string,
        Name: accented[id] ?? id,
        SupportedEngines: engineNames[engines],
        ...(bilingual[id] && { AdditionalLanguageCodes: [...bilingual[id]] }),
        order,
      }),
    ),
  ),
);

export const languages: ReadonlySet<string> = new Set(Object.keys(languageNames));
