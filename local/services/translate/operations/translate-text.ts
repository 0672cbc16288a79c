import type { TranslateTextCommandInput, TranslateTextCommandOutput } from '@aws-sdk/client-translate';
import type { Translator } from '../../../engines/translate/translator';
import { type Call, ServiceError } from '../../../kernel/service';
import { languageCodes, tagOf } from '../languages';
import type { Terminologies } from '../terminologies';

/** https://docs.aws.amazon.com/translate/latest/dg/what-is-limits.html */
const maxBytes = 10_000;

function unsupported(from: string, to: string, why: string): ServiceError {
  return new ServiceError(
    'UnsupportedLanguagePairException',
    `Unsupported language pair: ${from} to ${to}. ${why}`,
    400,
    {
      SourceLanguageCode: from,
      TargetLanguageCode: to,
    },
  );
}

/**
 * Translates with the engines of this machine. Settings (formality, profanity, brevity) are accepted and, as on AWS for
 * pairs that do not support them, not applied: `AppliedSettings` is absent.
 */
export function translateText(translator: Translator, terminologies: Terminologies) {
  return async (
    input: TranslateTextCommandInput,
    { region }: Call,
  ): Promise<Omit<TranslateTextCommandOutput, '$metadata'>> => {
    const { Text = '', SourceLanguageCode: from = '', TargetLanguageCode: to = '', TerminologyNames = [] } = input;
    if (Text === '') {
      throw new ServiceError(
        'ValidationException',
        "1 validation error detected: Value '' at 'text' failed to satisfy constraint: " +
          'Member must have length greater than or equal to 1',
      );
    }
    const size = Buffer.byteLength(Text);
    if (size > maxBytes) {
      const message = `Input text size exceeds limit. Max length of request text allowed is ${maxBytes} bytes while in this request the text size is ${size} bytes`;
      throw new ServiceError('TextSizeLimitExceededException', message);
    }
    if (from === 'auto')
      throw unsupported(from, to, 'This machine does not detect languages. Set the source language.');
    for (const code of [from, to]) {
      if (!languageCodes.includes(code))
        throw unsupported(from, to, `'${code}' is not a language of Amazon Translate.`);
    }
    const lists = terminologies.terms(TerminologyNames, region, from, to);
    const terms = lists.flatMap((list) => list.terms);
    const translated = from === to ? Text : await translator.translate(Text, tagOf(from), tagOf(to), terms);
    if (translated === undefined) throw unsupported(from, to, 'No engine on this machine translates this pair.');
    return {
      TranslatedText: translated,
      SourceLanguageCode: from,
      TargetLanguageCode: to,
      ...(lists.length > 0 && {
        AppliedTerminologies: lists.map(({ name, terms: all }) => ({
          Name: name,
          Terms: all
            .filter(({ source }) => Text.includes(source))
            .map(({ source, target }) => ({ SourceText: source, TargetText: target })),
        })),
      }),
    };
  };
}
