import {
  DeleteTerminologyCommand,
  ImportTerminologyCommand,
  ListLanguagesCommand,
  ListTerminologiesCommand,
  TranslateClient,
  TranslateTextCommand,
  type TranslateTextRequest,
} from '@aws-sdk/client-translate';
import { createTranslate } from '../../../services/translate';
import { needs } from '../../../testing/needs';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let client: TranslateClient;

async function start(env?: NodeJS.ProcessEnv) {
  laptop = await startLaptop((kernel) => [createTranslate(kernel, { env })]);
  client = new TranslateClient(laptop.clientConfig);
}
afterEach(() => laptop.stop());

const translate = (Text: string, more: Partial<TranslateTextRequest> = {}) =>
  client.send(new TranslateTextCommand({ Text, SourceLanguageCode: 'en', TargetLanguageCode: 'es', ...more }));

const failure = (request: Promise<unknown>) =>
  request.then(
    () => undefined,
    (error: Error) => error,
  );

const importTerms = (Name: string, file: string, more: object = {}) =>
  client.send(
    new ImportTerminologyCommand({
      Name,
      MergeStrategy: 'OVERWRITE',
      TerminologyData: { File: Buffer.from(file), Format: 'CSV', ...more },
    }),
  );

needs('apertium').describe('with Apertium', () => {
  beforeEach(() => start());

  test('translates, and says from what into what', async () => {
    const answer = await translate('The house is red.\nFish & <chips> 😀');
    expect(answer).toMatchObject({ SourceLanguageCode: 'en', TargetLanguageCode: 'es' });
    expect(answer.TranslatedText).toMatch(/^la casa es roja\.\n.*& <.*> 😀$/i);
    expect(answer.AppliedSettings).toBeUndefined();
  });

  test('takes settings that have no effect here', async () => {
    const Settings = { Formality: 'FORMAL', Profanity: 'MASK', Brevity: 'ON' } as const;
    expect((await translate('The house', { Settings })).TranslatedText).toMatch(/la casa/i);
  });

  test('answers the text itself when the languages are the same', async () => {
    expect((await translate('The house', { TargetLanguageCode: 'en' })).TranslatedText).toBe('The house');
  });

  test('applies terminologies, keeps them over a restart and forgets them on demand', async () => {
    const { TerminologyProperties } = await importTerms('names', 'en,es\n"Mr. ""Red"" House",Don Rojo\nBrian,Brian\n');
    expect(TerminologyProperties).toMatchObject({
      Name: 'names',
      SourceLanguageCode: 'en',
      TargetLanguageCodes: ['es'],
      TermCount: 2,
      Directionality: 'UNI',
    });
    laptop = await laptop.restart();
    client = new TranslateClient(laptop.clientConfig);
    const answer = await translate('Mr. "Red" House is here.', { TerminologyNames: ['names'] });
    expect(answer.TranslatedText).toMatch(/^Don Rojo/);
    expect(answer.AppliedTerminologies).toEqual([
      { Name: 'names', Terms: [{ SourceText: 'Mr. "Red" House', TargetText: 'Don Rojo' }] },
    ]);
    const { TerminologyPropertiesList } = await client.send(new ListTerminologiesCommand({}));
    expect(TerminologyPropertiesList?.map(({ Name }) => Name)).toEqual(['names']);
    await client.send(new DeleteTerminologyCommand({ Name: 'names' }));
    const gone = await failure(translate('x', { TerminologyNames: ['names'] }));
    expect(gone?.name).toBe('ResourceNotFoundException');
  });

  test('lists the languages that it translates, in the language asked for', async () => {
    const { Languages } = await client.send(new ListLanguagesCommand({ DisplayLanguageCode: 'de' }));
    expect(Languages).toContainEqual({ LanguageCode: 'es', LanguageName: 'Spanisch' });
    expect(Languages?.some(({ LanguageCode }) => LanguageCode === 'ja')).toBe(false);
    const first = await client.send(new ListLanguagesCommand({ MaxResults: 1 }));
    const second = await client.send(new ListLanguagesCommand({ MaxResults: 1, NextToken: first.NextToken }));
    expect(second.Languages?.[0]?.LanguageCode).not.toBe(first.Languages?.[0]?.LanguageCode);
  });
});

describe('on any machine', () => {
  beforeEach(() => start({ OMNISTREAM_APERTIUM: '/nonexistent/apertium' }));

  test('refuses pairs that nothing translates, naming both languages', async () => {
    for (const [from, to] of [
      ['en', 'es'],
      ['en', 'ja'],
      ['auto', 'es'],
      ['xx', 'es'],
    ]) {
      const error = await failure(translate('Hello', { SourceLanguageCode: from, TargetLanguageCode: to }));
      expect(error).toMatchObject({
        name: 'UnsupportedLanguagePairException',
        SourceLanguageCode: from,
        TargetLanguageCode: to,
        message: expect.stringContaining(`Unsupported language pair: ${from} to ${to}`),
        $metadata: { httpStatusCode: 400 },
      });
    }
  });

  test('takes 10,000 bytes, and not one more', async () => {
    const text = 'é'.repeat(5000);
    expect((await translate(text, { TargetLanguageCode: 'en' })).TranslatedText).toBe(text);
    const error = await failure(translate(`${text}x`, { TargetLanguageCode: 'en' }));
    expect(error).toMatchObject({ name: 'TextSizeLimitExceededException', message: expect.stringContaining('10001') });
  });

  test('refuses an empty text and names of terminologies that were not imported', async () => {
    expect((await failure(translate('')))?.name).toBe('ValidationException');
    expect((await failure(translate('x', { TerminologyNames: ['none'] })))?.name).toBe('ResourceNotFoundException');
    const unknown = await failure(client.send(new DeleteTerminologyCommand({ Name: 'none' })));
    expect(unknown?.name).toBe('ResourceNotFoundException');
  });

  test.each([
    ['one language only', 'en\nx\n', {}],
    ['a language twice', 'en,en\nx,y\n', {}],
    ['no terms', 'en,es\n', {}],
    ['an open quote', 'en,es\n"x,y\n', {}],
    ['text after a quote', 'en,es\n"x"y,z\n', {}],
    ['TMX', '<tmx/>', { Format: 'TMX' }],
  ])('refuses a terminology with %s', async (_, file, more) => {
    expect((await failure(importTerms('bad', file, more)))?.name).toBe('InvalidParameterValueException');
  });

  test('refuses to name languages in a language that Translate does not display', async () => {
    const error = await failure(client.send(new ListLanguagesCommand({ DisplayLanguageCode: 'pl' as never })));
    expect(error).toMatchObject({ name: 'UnsupportedDisplayLanguageCodeException', DisplayLanguageCode: 'pl' });
  });
});
