import * as sdk from '@aws-sdk/client-polly';
import type { Segment } from '../../engines/speak/messages';
import { ServiceError } from '../../kernel/service';
import { billedLength, lengthOf, readSsml, segmentsOf } from './ssml';
import { type PollyVoice, voices } from './voices';

/** A checked request of SynthesizeSpeech. Only checks that need an engine are left. */
export interface SpeechRequest {
  readonly voice: PollyVoice;
  /** Polly's code of the language of text without a language of its own. */
  readonly language: string;
  readonly segments: readonly Segment[];
  readonly sampleRate: 8000 | 16000;
  /** The number of characters that AWS would bill. */
  readonly characters: number;
}

/** https://docs.aws.amazon.com/polly/latest/dg/limits.html */
const maxBilledCharacters = 3000;
const maxCharacters = 6000;

const enums = {
  engine: sdk.Engine,
  languageCode: sdk.LanguageCode,
  outputFormat: sdk.OutputFormat,
  textType: sdk.TextType,
  voiceId: sdk.VoiceId,
} as const;

function failed(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** Throws `ValidationException` with AWS's wording for a value that is not in the member's enumeration. */
export function enumeration(member: keyof typeof enums, value: string | undefined): void {
  const values: readonly string[] = Object.values(enums[member]);
  if (value === undefined || values.includes(value)) return;
  throw failed(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${values.join(', ')}]`,
  );
}

/** Throws the errors of SynthesizeSpeech, with AWS's names. */
export function speechRequest(input: sdk.SynthesizeSpeechCommandInput): SpeechRequest {
  const { Engine = 'standard', LanguageCode, OutputFormat, TextType = 'text', VoiceId, Text = '' } = input;
  enumeration('engine', Engine);
  enumeration('languageCode', LanguageCode);
  enumeration('outputFormat', OutputFormat);
  enumeration('textType', TextType);
  enumeration('voiceId', VoiceId);
  if (input.LexiconNames && input.LexiconNames.length > 0) {
    throw new ServiceError('LexiconNotFoundException', `Lexicon not found: ${input.LexiconNames.join(', ')}`, 404);
  }
  if (OutputFormat !== 'pcm' || (input.SpeechMarkTypes && input.SpeechMarkTypes.length > 0)) {
    throw failed(
      `The laptop's Polly supports only the OutputFormat 'pcm', without speech marks, not '${OutputFormat}'`,
    );
  }
  const sampleRate = Number(input.SampleRate ?? '16000');
  if (sampleRate !== 8000 && sampleRate !== 16000) {
    throw new ServiceError('InvalidSampleRateException', `Invalid sample rate for pcm: ${input.SampleRate}`);
  }
  const voice = voices.find(({ Id }) => Id === VoiceId);
  if (!voice?.SupportedEngines.includes(Engine)) {
    throw failed(`This voice does not support the selected engine: ${Engine}`);
  }
  const language = LanguageCode ?? voice.LanguageCode;
  if (language !== voice.LanguageCode && !voice.AdditionalLanguageCodes?.includes(language as sdk.LanguageCode)) {
    throw failed(`This voice does not support the selected language: ${language}`);
  }
  return { voice, language, sampleRate, ...segmentsOfText(Text, TextType, language, Engine) };
}

function segmentsOfText(text: string, type: sdk.TextType, language: string, engine: sdk.Engine) {
  // The length is checked before anything is parsed, to limit the work.
  if (lengthOf(text) > maxCharacters) throw tooLong();
  if (type === 'ssml') {
    const root = readSsml(text);
    return { characters: billed(billedLength(root)), segments: segmentsOf(root, language, engine) };
  }
  const phrase: Segment = { kind: 'phrase', text: text.replace(/\s+/gu, ' '), language, rate: 1, pitch: 1, volume: 1 };
  return { characters: billed(lengthOf(text)), segments: [phrase] };
}

function billed(characters: number): number {
  if (characters > maxBilledCharacters) throw tooLong();
  return characters;
}

function tooLong(): ServiceError {
  return new ServiceError('TextLengthExceededException', 'Maximum text length has been exceeded');
}
