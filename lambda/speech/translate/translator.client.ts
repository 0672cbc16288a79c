import { type TranslateClient, TranslateTextCommand, type TranslateTextRequest } from '@aws-sdk/client-translate';
import { measure } from '../../shared/count';
import { isNamed, SpeechFailure } from '../../shared/errors';
import { type RetryOptions, retrying } from '../../shared/retry';
import { baseOf } from '../text';
import type { Translator, Wording } from './translate';

export interface TranslatorOptions {
  readonly terminologies?: readonly string[];
  readonly formality?: 'FORMAL' | 'INFORMAL';
  readonly retry?: RetryOptions;
}

/**
 * The varieties that Amazon Translate distinguishes; all other tags are reduced to their language.
 * https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html
 */
const varieties = new Set(['es-MX', 'fr-CA', 'pt-PT', 'zh-TW', 'fa-AF']);
const otherNames: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', fil: 'tl', iw: 'he', 'zh-HK': 'zh-TW' };

/** Amazon Translate's code for a BCP 47 tag. */
export function translateCode(tag: string): string {
  const locale = new Intl.Locale(otherNames[tag] ?? tag);
  const written = locale.script === 'Hant' ? 'zh-TW' : `${locale.language}-${locale.region}`;
  return varieties.has(written) ? written : (otherNames[baseOf(tag)] ?? baseOf(tag));
}

/** The whole request, so that tests can check it against the service's model. */
function translateRequest(text: string, wording: Wording, options: TranslatorOptions): TranslateTextRequest {
  const { terminologies = [], formality } = options;
  const settings = { ...(formality && { Formality: formality }), ...(wording.brief && { Brevity: 'ON' as const }) };
  return {
    Text: text,
    SourceLanguageCode: wording.source === 'und' ? 'auto' : translateCode(wording.source),
    TargetLanguageCode: translateCode(wording.target),
    ...(terminologies.length > 0 && { TerminologyNames: [...terminologies] }),
    ...(Object.keys(settings).length > 0 && { Settings: settings }),
  };
}

/** Translates with Amazon Translate. */
export class TextTranslator implements Translator {
  constructor(
    private readonly client: TranslateClient,
    private readonly options: TranslatorOptions = {},
  ) {}

  async translate(text: string, wording: Wording): Promise<string> {
    const request = translateRequest(text, wording, this.options);
    try {
      const answer = await retrying(() => this.client.send(new TranslateTextCommand(request)), this.options.retry);
      measure('CharactersTranslated', text.length);
      return answer.TranslatedText ?? '';
    } catch (error) {
      if (!isNamed(error, 'UnsupportedLanguagePairException', 'DetectedLanguageLowConfidenceException')) throw error;
      const { source, target } = wording;
      throw new SpeechFailure('UnsupportedLanguagePair', `Captions cannot be translated from ${source} to ${target}.`);
    }
  }
}
