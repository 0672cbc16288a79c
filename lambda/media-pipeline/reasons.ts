import type { Reason } from '../shared/assets';

/** Errors whose own message is written for the film's creator. */
const explained = new Set([
  'EmptySource',
  'SourceTooLarge',
  'NotMedia',
  'UnsupportedCodec',
  'TooSmall',
  'NoTracks',
  'TooLong',
  'Encrypted',
  'TranscodeFailed',
  'Truncated',
  // Of a language, or of all speech.
  'UnsupportedLanguage',
  'UnsupportedLanguagePair',
  'NoVoice',
  'SpeechTooLong',
  'TranscriptionFailed',
  'BadTranscript',
]);

const ours = 'Something went wrong on our side. The upload is kept: please try again.';

const others: Readonly<Record<string, string>> = {
  'States.Timeout': 'The film took too long to encode. The upload is kept: please try again.',
  TooManyRequestsException: 'Too many films are being encoded at this time. Please try again later.',
  TranscriptionPending: 'The speech took too long to be recognized. Please try again.',
  NotFoundException: 'The uploaded file is not there any more. Please upload it again.',
};

/** A Lambda's error arrives as the JSON of its type, message and stack; a task's failure as plain text. */
function messageIn(cause: string | undefined): string | undefined {
  if (!cause) return undefined;
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : undefined;
  } catch {
    return cause;
  }
}

/**
 * Why something failed, for the asset's record: the error's name, and a sentence for its creator.
 * @param cause as Step Functions has it
 */
export function reasonFor({ error, cause }: { readonly error: string; readonly cause?: string }): Reason {
  const told = explained.has(error) ? messageIn(cause) : undefined;
  return { code: error, message: told ?? others[error] ?? ours };
}
