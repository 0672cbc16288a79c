import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Instrument } from './messages';

/** The folder in which Debian's libttspico-data installs Pico's voices. */
const picoFolder = '/usr/share/pico/lang';
/** Another folder with Pico's voices, such as `/usr/local/share/pico/lang`. */
const picoVariable = 'OMNISTREAM_PICO_VOICES';

/** Pico's files, `{language}_ta.bin` and `{language}_{signal}_sg.bin`, with the languages of Polly that they speak. */
const picoVoices = [
  { language: 'en-US', signal: 'lh0', speaks: ['en-US'] },
  {
    language: 'en-GB',
    signal: 'kh0',
    speaks: ['en-GB', 'en-AU', 'en-GB-WLS', 'en-IE', 'en-IN', 'en-NZ', 'en-SG', 'en-ZA'],
  },
  { language: 'es-ES', signal: 'zl0', speaks: ['es-ES', 'es-MX', 'es-US'] },
  { language: 'fr-FR', signal: 'nk0', speaks: ['fr-FR', 'fr-BE', 'fr-CA'] },
  { language: 'de-DE', signal: 'gl0', speaks: ['de-DE', 'de-AT', 'de-CH'] },
  { language: 'it-IT', signal: 'cm0', speaks: ['it-IT'] },
] as const;

/**
 * eSpeak NG's voices by Polly's languages. Japanese is left out, because eSpeak NG reads only kana and would skip
 * kanji.
 */
const espeakVoices: Readonly<Record<string, string>> = {
  arb: 'ar',
  'ar-AE': 'ar',
  'ca-ES': 'ca',
  'cmn-CN': 'cmn',
  'cs-CZ': 'cs',
  'cy-GB': 'cy',
  'da-DK': 'da',
  'de-AT': 'de',
  'de-CH': 'de',
  'de-DE': 'de',
  'en-AU': 'en',
  'en-GB': 'en',
  'en-GB-WLS': 'en',
  'en-IE': 'en',
  'en-IN': 'en',
  'en-NZ': 'en',
  'en-SG': 'en',
  'en-US': 'en-us',
  'en-ZA': 'en',
  'es-ES': 'es',
  'es-MX': 'es-419',
  'es-US': 'es-419',
  'fi-FI': 'fi',
  'fr-BE': 'fr-be',
  'fr-CA': 'fr',
  'fr-FR': 'fr',
  'hi-IN': 'hi',
  'is-IS': 'is',
  'it-IT': 'it',
  'ko-KR': 'ko',
  'nb-NO': 'nb',
  'nl-BE': 'nl',
  'nl-NL': 'nl',
  'pl-PL': 'pl',
  'pt-BR': 'pt-br',
  'pt-PT': 'pt',
  'ro-RO': 'ro',
  'ru-RU': 'ru',
  'sv-SE': 'sv',
  'tr-TR': 'tr',
  'yue-CN': 'yue',
};

/** The properties of a Polly voice that can be heard. */
export interface Timbre {
  readonly gender: 'Female' | 'Male';
  /** Its place among the voices of its language and gender, from 0. */
  readonly order: number;
}

/**
 * Multiples of the engines' natural pitch, by order. Pico's voices are female; a man's voice is lower by about a third.
 */
const picoPitches = { Female: [1, 1.12, 0.92, 1.2, 0.86, 1.06], Male: [0.68, 0.74, 0.62, 0.78] } as const;
const espeakPitches = { Female: [1, 1.15, 0.9, 1.25], Male: [1, 0.85, 1.12, 0.75] } as const;
const espeakVariants = { Female: ['f2', 'f4', 'f3', 'f1'], Male: ['m3', 'm1', 'm2', 'm5'] } as const;

const pick = <T>(list: readonly T[], order: number): T => list[order % list.length] as T;

export interface Speakers {
  /** Returns the voice for a language, which is given by Polly's code. */
  instrument(language: string, timbre: Timbre): Instrument | undefined;
  /** Polly's codes of the languages that an engine speaks. */
  readonly pico: readonly string[];
  readonly espeak: readonly string[];
}

/**
 * Returns the engines that are installed where `from` (a file) finds packages: Pico, if its voices are installed, and
 * eSpeak NG for the other languages.
 */
export function findSpeakers(from: string, env: NodeJS.ProcessEnv = process.env): Speakers {
  const { resolve } = createRequire(from);
  const installed = (name: string) => {
    try {
      return existsSync(resolve(name));
    } catch {
      return false;
    }
  };
  const folder = env[picoVariable] || picoFolder;
  const files = new Map<string, { analysis: string; signal: string }>();
  if (installed('@echogarden/svoxpico-wasm')) {
    for (const { language, signal, speaks } of picoVoices) {
      const paths = {
        analysis: join(folder, `${language}_ta.bin`),
        signal: join(folder, `${language}_${signal}_sg.bin`),
      };
      if (!existsSync(paths.analysis) || !existsSync(paths.signal)) continue;
      for (const code of speaks) files.set(code, paths);
    }
  }
  const names = installed('@echogarden/espeak-ng-emscripten') ? espeakVoices : {};
  return {
    pico: [...files.keys()],
    espeak: Object.keys(names).filter((code) => !files.has(code)),
    instrument(language, { gender, order }) {
      const paths = files.get(language);
      if (paths) return { program: 'pico', ...paths, pitch: pick(picoPitches[gender], order) };
      const name = Object.hasOwn(names, language) ? names[language] : undefined;
      if (name === undefined) return undefined;
      const voice = `${name}+${pick(espeakVariants[gender], order)}`;
      return { program: 'espeak', voice, pitch: pick(espeakPitches[gender], order) };
    },
  };
}

const bases = (codes: readonly string[]) =>
  [...new Set(codes.map((code) => new Intl.Locale(code.split('-')[0] as string).language))].sort().join(', ');

/** Returns one line for the start of the runtime: the languages that each engine speaks, and how to get more. */
export function describeVoices(from: string, env: NodeJS.ProcessEnv = process.env): string {
  const { pico, espeak } = findSpeakers(from, env);
  const spoken = [
    ...(pico.length > 0 ? [`${bases(pico)} by SVOX Pico`] : []),
    ...(espeak.length > 0 ? [`${bases(espeak)} by eSpeak NG`] : []),
  ];
  const better =
    pico.length === 0
      ? `; clearer ones for en, es, fr, de, it: Debian's libttspico-data (non-free), or $${picoVariable}`
      : '';
  if (spoken.length > 0) return `speaks ${spoken.join('; ')}${better}`;
  return `speaks no language: the optional package @echogarden/espeak-ng-emscripten is not here${better}`;
}
