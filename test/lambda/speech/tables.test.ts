import * as polly from '@aws-sdk/client-polly';
import { LanguageCode } from '@aws-sdk/client-transcribe';
import { castFor, voices } from '../../../lambda/speech/dub/voices';
import { tagOfCode, transcribeCode, transcribeLanguages } from '../../../lambda/speech/transcribe/transcribe-languages';
import { translateCode } from '../../../lambda/speech/translate/translator.client';

test('every voice, engine and language code of the table is one of Polly', () => {
  const known = new Set<string>(Object.values(polly.VoiceId));
  const engines = new Set<string>(Object.values(polly.Engine));
  const codes = new Set<string>(Object.values(polly.LanguageCode));
  for (const { languageCode, ...byEngine } of Object.values(voices)) {
    expect([...Object.keys(byEngine)].filter((engine) => !engines.has(engine))).toEqual([]);
    expect(
      Object.values(byEngine)
        .flat()
        .filter((voice) => !known.has(voice)),
    ).toEqual([]);
    expect(Object.values(byEngine).flat()).not.toEqual([]);
    expect(languageCode === undefined || codes.has(languageCode)).toBe(true);
  }
});

test('every language of Polly has a cast, but for accents within one', () => {
  const others: Readonly<Record<string, string>> = { arb: 'ar', 'cmn-CN': 'zh', 'yue-CN': 'zh-HK' };
  const missing = Object.values(polly.LanguageCode).filter((code) => !castFor(others[code] ?? code));
  expect(missing).toEqual([]);
});

test('every code of the table is one of Transcribe', () => {
  const known = new Set<string>(Object.values(LanguageCode));
  expect(
    Object.values(transcribeLanguages)
      .flat()
      .filter((code) => !known.has(code)),
  ).toEqual([]);
});

test.each([
  ['es', 'Lucia'],
  ['es-MX', 'Mia'],
  ['es-419', 'Lupe'],
  ['fr', 'Lea'],
  ['de', 'Vicki'],
  ['it', 'Bianca'],
  ['zh', 'Zhiyu'],
  ['zh-HK', 'Hiujin'],
  ['no', 'Ida'],
  ['nb', 'Ida'],
  ['de-LU', 'Vicki'],
])('%s is spoken by %s first', (tag, voice) => {
  expect(castFor(tag)?.neural[0]).toBe(voice);
});

test('a language without a neural voice has a standard one, and one without any has nobody', () => {
  expect(castFor('ro')).toMatchObject({ neural: [], standard: ['Carmen'] });
  expect(castFor('tlh')).toBeUndefined();
});

test.each([
  ['en', 'en-US'],
  ['en-GB', 'en-GB'],
  ['en-SG', 'en-US'],
  ['pt-PT', 'pt-PT'],
  ['nb', 'no-NO'],
  ['zh-Hant', 'zh-TW'],
  ['tlh', undefined],
])('Transcribe hears %s as %s', (tag, code) => expect(transcribeCode(tag)).toBe(code));

test.each([
  ['en-US', 'en'],
  ['es-MX', 'es-MX'],
  ['es-US', 'es'],
  ['zh-CN', 'zh'],
  ['zh-HK', 'zh-TW'],
  ['zh-Hant', 'zh-TW'],
  ['nb', 'no'],
])('Translate knows %s as %s', (tag, code) => expect(translateCode(tag)).toBe(code));

test('a language that was found is named without the country that it was offered with', () => {
  expect(['en-GB', 'zh-CN', 'zh-TW'].map(tagOfCode)).toEqual(['en', 'zh', 'zh-TW']);
});
