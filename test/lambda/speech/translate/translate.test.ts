import * as sdk from '@aws-sdk/client-translate';
import type { Cue } from '../../../../lambda/speech/model';
import { lengthOf } from '../../../../lambda/speech/text';
import { cutText, toBatches } from '../../../../lambda/speech/translate/batches';
import { realign } from '../../../../lambda/speech/translate/realign';
import { toSentences } from '../../../../lambda/speech/translate/sentences';
import { translate } from '../../../../lambda/speech/translate/translate';
import { TextTranslator, type TranslatorOptions } from '../../../../lambda/speech/translate/translator.client';
import cases from '../../../cases/realign.json';
import { named, run, startJsonService, Texts } from '../support';

type Line = [start: number, end: number, text: string, speaker?: string];
const toCues = (lines: readonly Line[]): Cue[] =>
  lines.map(([start, end, text, speaker], index) => ({ index, start, end, text, ...(speaker && { speaker }) }));

test.each(
  cases as unknown as {
    name: string;
    input: { from: string; to: string; cues: Line[]; translated: Record<string, string> };
    expected: { sentences: { text: string; cues: number[] }[]; cues: Line[] };
  }[],
)('$name', ({ input, expected }) => {
  const cues = toCues(input.cues);
  const sentences = toSentences(cues, input.from);
  expect(sentences.map(({ text, cues: own }) => ({ text, cues: own }))).toEqual(expected.sentences);
  const translated = sentences.map(({ text }) => input.translated[text] ?? `?${text}`);
  const result = realign(cues, sentences, translated, input.to);
  expect(result.map(({ start, end, text }) => [start, end, text])).toEqual(expected.cues);
});

/** Translate's API with a dictionary of none: words in capitals, in as many lines. */
const calls: sdk.TranslateTextRequest[] = [];
let answer: ((call: sdk.TranslateTextRequest, count: number) => string | undefined) | undefined;
let service: Awaited<ReturnType<typeof startJsonService>>;
beforeAll(async () => {
  service = await startJsonService((_, call: sdk.TranslateTextRequest) => {
    calls.push(call);
    const text = answer?.(call, calls.length) ?? (call.Text ?? '').toUpperCase();
    return { TranslatedText: text, SourceLanguageCode: 'en', TargetLanguageCode: call.TargetLanguageCode };
  });
});
beforeEach(() => {
  calls.length = 0;
  answer = undefined;
});
afterAll(() => service.stop());

async function translated(lines: readonly Line[], options: TranslatorOptions = {}, target = 'es') {
  const content = new Texts();
  content.files.set('cues', JSON.stringify({ language: 'en', cues: toCues(lines) }));
  const client = new sdk.TranslateClient(service.clientConfig);
  const translator = new TextTranslator(client, { retry: { base: 1, cap: 2 }, ...options });
  const output = await translate({ ...run, target, cuesKey: 'cues', durationSeconds: 60 }, { translator, content });
  return { output, content, cues: content.cues(output.cuesKey) };
}

test('captions are written in the target language, with their playlist', async () => {
  const { output, content, cues } = await translated([[1, 3, 'Come here.']]);
  const folder = `${run.assetId}/captions/${run.run}/es/`;
  expect(output).toEqual({
    language: 'es',
    playlistKey: `${folder}captions.m3u8`,
    vttKey: `${folder}captions.vtt`,
    cuesKey: `${folder}cues.json`,
    cues: 1,
    // 96 bytes in a minute.
    bandwidth: 13,
    translatedCharacters: 'Come here.'.length,
  });
  expect(content.files.get(output.vttKey)).toContain('00:00:01.000 --> 00:00:03.000\nCOME HERE.');
  expect(content.files.get(`${folder}captions_00010.vtt`)).toContain('WEBVTT');
  expect(cues).toEqual([{ index: 0, start: 1, end: 3, text: 'COME HERE.' }]);
});

test('a film of sentences takes few calls, none of them over 10,000 bytes', async () => {
  const lines = Array.from({ length: 900 }, (_, at): Line => [at * 4, at * 4 + 3.9, `Sätze sind 短い ${at}.`]);
  const { cues } = await translated(lines);
  expect(cues.map(({ text }) => text)).toEqual(lines.map(([, , text]) => text.toUpperCase()));
  expect(calls.length).toBeLessThan(5);
  for (const { Text } of calls) expect(Buffer.byteLength(Text ?? '')).toBeLessThanOrEqual(10_000);
});

test('a service that throttles every second call is asked again', async () => {
  answer = (_, count) => {
    if (count % 2) throw named('ThrottlingException', 'slow down');
    return undefined;
  };
  const { cues } = await translated([[1, 3, 'Come here.']]);
  expect(cues[0]?.text).toBe('COME HERE.');
  expect(calls).toHaveLength(2);
});

test('a service that only throttles ends in its error, after a bounded number of calls', async () => {
  answer = () => {
    throw named('ThrottlingException', 'slow down');
  };
  await expect(translated([[1, 3, 'Come here.']])).rejects.toMatchObject({ name: 'ThrottlingException' });
  expect(calls).toHaveLength(10);
});

test('a pair of languages that the service does not know is named', async () => {
  answer = () => {
    throw named('UnsupportedLanguagePairException', 'no');
  };
  await expect(translated([[1, 3, 'Come here.']])).rejects.toMatchObject({
    name: 'UnsupportedLanguagePair',
    message: 'Captions cannot be translated from en to es.',
  });
  expect(calls).toHaveLength(1);
});

test('lines that do not come back one for one are asked for again, fewer at a time', async () => {
  answer = ({ Text = '' }) => (Text.includes('\n') ? Text.replaceAll('\n', ' ') : undefined);
  const lines: Line[] = [
    [1, 3, 'One here.'],
    [4, 6, 'Two here.'],
    [7, 9, 'Three here.'],
  ];
  const { cues } = await translated(lines);
  expect(cues.map(({ text }) => text)).toEqual(['ONE HERE.', 'TWO HERE.', 'THREE HERE.']);
});

test('terms, formality and the languages reach the service', async () => {
  await translated([[1, 3, 'Come here.']], { terminologies: ['names'], formality: 'FORMAL' }, 'pt-PT');
  expect(calls[0]).toMatchObject({
    SourceLanguageCode: 'en',
    TargetLanguageCode: 'pt-PT',
    TerminologyNames: ['names'],
    Settings: { Formality: 'FORMAL' },
  });
});

test('a shorter wording is asked for where the time is short, and kept beside the other', async () => {
  answer = ({ Settings }) => (Settings?.Brevity === 'ON' ? 'Ven.' : 'Haz el favor de venir aquí, que te espero.');
  const { cues } = await translated([
    [1, 2, 'Come.'],
    [2.1, 9, 'Yes, he said, and that was all that he said.'],
  ]);
  expect(cues[0]).toMatchObject({ brief: 'Ven.' });
  expect(calls.filter(({ Settings }) => Settings?.Brevity === 'ON').length).toBeGreaterThan(0);
});

test('texts are cut to the limit in bytes, at words and never within a character', () => {
  const long = `${'字'.repeat(40)} ${'a '.repeat(60)}😀😀😀😀😀😀`;
  const pieces = cutText(long, 'en', 50);
  for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(50);
  expect(pieces.join('').replaceAll(' ', '')).toBe(long.replaceAll(' ', ''));
  expect(pieces.join('')).not.toContain('\ufffd');
});

test('batches are full, in order and within the limit', () => {
  const texts = Array.from({ length: 50 }, (_, at) => 'é'.repeat((at * 7) % 24));
  const batches = toBatches(texts, 50);
  expect(batches.flat()).toEqual(texts);
  for (const [index, batch] of batches.entries()) {
    expect(Buffer.byteLength(batch.join('\n'))).toBeLessThanOrEqual(50);
    const next = batches[index + 1]?.[0];
    if (next !== undefined) expect(Buffer.byteLength([...batch, next].join('\n'))).toBeGreaterThan(50);
  }
});

test('a right-to-left translation keeps its letters in order', async () => {
  answer = ({ Text = '' }) =>
    Text.split('\n')
      .map(() => 'שלום לכולם, וברוכים הבאים.')
      .join('\n');
  const { cues } = await translated([[1, 4, 'Hello all, and welcome.']], {}, 'he');
  expect(cues.map(({ text }) => text)).toEqual(['שלום לכולם, וברוכים הבאים.']);
  expect(lengthOf(cues[0]?.text ?? '')).toBe(26);
});
