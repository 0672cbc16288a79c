import type { Reason } from './assets';

/*
 * The codes that the API, the CLI and the page show for what went wrong, each with the text for the film's creator. The
 * code is also the name of the error that a function throws or that the state machine matches: it never changes.
 */

/** The film itself is at fault. Errors of these names often have a message with more detail. */
const refusals = {
  EmptySource: 'The file is empty. Please upload it again.',
  SourceTooLarge: 'The file is larger than the maximum size.',
  NotMedia: 'The file could not be read as video or audio.',
  UnsupportedCodec: 'The picture or the sound is encoded in a format that is not supported.',
  TooSmall: 'The picture is smaller than the minimum size.',
  NoTracks: 'The file has neither picture nor sound.',
  TooLong: 'The film is longer than the maximum duration.',
  Encrypted: 'The file is encrypted. Please upload it without protection.',
  TranscodeFailed: 'The film could not be encoded. The upload is kept: please try again.',
  DailyLimit: 'You have reached the maximum of hours of film per day. The upload is kept: please try again tomorrow.',
  AboveBudget: 'The cost is above a limit of the platform. Please ask an administrator to add the languages.',
  CostRefused:
    'An administrator did not approve the cost of the film. The upload is kept: please ask an administrator before you try again.',
  Truncated: 'The file is damaged or incomplete. Please upload it again.',
} as const;
export type RefusalCode = keyof typeof refusals;

/** A language, or all speech, cannot be made. Errors of these names often have a message with more detail. */
const speechFailures = {
  UnsupportedLanguage: 'Speech in this language cannot be recognized.',
  UnsupportedLanguagePair: 'Captions cannot be translated into this language.',
  NoVoice: 'No voice is available for this language. It has captions only.',
  SpeechTooLong: 'Speech is recognized in films of at most 4 hours.',
  TranscriptionFailed: 'The speech could not be recognized.',
  TranscriptionPending: 'The speech took too long to be recognized. Please try again.',
  BadTranscript: 'The transcript could not be read. Please try again.',
} as const;
export type SpeechFailureCode = keyof typeof speechFailures;

const tookTooLong = 'The film took too long to encode. The upload is kept: please try again.';

/** Errors of services and of the workflow, whose own messages are for operators. */
const incidents = {
  'States.Timeout': tookTooLong,
  TranscodeTimedOut: tookTooLong,
  TooManyRequestsException: 'Too many films are being encoded at the moment. Please try again later.',
  NotFoundException: 'The uploaded file no longer exists. Please upload it again.',
  ExecutionAborted: 'The processing was stopped. The upload is kept: please try again.',
  ExecutionLost: 'The processing was interrupted. The upload is kept: please try again.',
  ExecutionTimedOut: 'The processing took too long. The upload is kept: please try again.',
  Superseded: 'A later upload or attempt replaced this one.',
} as const;
export type IncidentCode = keyof typeof incidents;

/** Why a film or a language waits. */
const waits = {
  WaitingForEncoder: 'Many films are being encoded. This one waits for its turn.',
  WaitingForRecognition: 'The speech of many films is being recognized. This film waits for its turn.',
  WaitingForTranslation: 'The translation is busy. The language waits for its turn.',
  WaitingForVoice: 'The voices are busy. The language waits for its turn.',
} as const;
export type WaitingCode = keyof typeof waits;

/** Findings about films and languages that functions record without an error. */
const findings = {
  LengthDiffers: 'The film is not as long as the uploaded file declares. Please check how it ends.',
  TrackLeftOut: 'A track of the uploaded file is not published.',
  DubOutOfStep: 'The dub does not start with the film, so it was left out. Please add the language again.',
  SpeechFailed: 'Something went wrong on our side. Please add the language again.',
} as const;

const texts = { ...refusals, ...speechFailures, ...incidents, ...waits, ...findings } as const;
export type ReasonCode = keyof typeof texts;

/** The names of the errors after which another attempt would fail in the same way. */
export const finalCodes: readonly string[] = [
  ...Object.keys(refusals),
  ...Object.keys(speechFailures).filter((code) => code !== ('TranscriptionPending' satisfies SpeechFailureCode)),
  'Superseded' satisfies IncidentCode,
];

/**
 * Whether a failure with this code needs no operator: the film itself is at fault, its creator has reached a limit, or a
 * later run replaced the run. `TranscodeFailed` may have other causes, so it is not among them.
 */
export function isExpected(code: string): boolean {
  return (Object.hasOwn(refusals, code) && code !== 'TranscodeFailed') || code === 'Superseded';
}

/** The text for errors that the table does not have. */
const unexplained = 'Something went wrong on our side. The upload is kept: please try again.';

/** A reason of the table, with a message that has more detail than the table's text where there is one. */
export function reasonOf(code: ReasonCode, message: string = texts[code]): Reason {
  return { code, message };
}

/** Separates a sentence for creators from a service's message, in the message of an error. */
const reported = ' The service reported: ';

/**
 * The message of an error that a service caused: a sentence for the film's creator, and the service's message, which may
 * contain addresses and so is for the log and for operators only. {@link reasonForError} removes it.
 */
export function withServiceMessage(sentence: string, message: string): string {
  return `${sentence}${reported}${message}`;
}

/**
 * Addresses: URLs, ARNs, host names of AWS, keys of objects, and absolute paths of any system. A text with one of them was
 * not written for creators.
 */
const address =
  /\b[a-z][a-z0-9+.-]*:\/\/|\barn:|\bfile:|\bamazonaws\.com\b|(?:^|[^\w/])~?\/\w|[^\s/]+\/[^\s/]+\/[^\s/]|\b[a-z]:\\|\\\\\w/i;

/** The part of an error's message that creators may read; `undefined` if there is none. */
function partForCreators(message: string): string | undefined {
  const [sentence = ''] = message.split(reported);
  return sentence === '' || address.test(sentence) ? undefined : sentence;
}

/**
 * The reason for an error of any name. All reasons of errors that reach a record are made here.
 * @param detail the error's own message. It is shown only if it is for creators, and without addresses of any kind.
 */
export function reasonForError(name: string, detail: string | undefined): Reason {
  const isForCreators = Object.hasOwn(refusals, name) || Object.hasOwn(speechFailures, name);
  const text = Object.hasOwn(texts, name) ? texts[name as ReasonCode] : unexplained;
  return { code: name, message: (isForCreators && detail ? partForCreators(detail) : undefined) ?? text };
}
