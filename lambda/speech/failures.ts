/** Why a film has no captions or no dub in a language; the names that the workflow and the studio page know. */
export type SpeechFailureCode =
  | 'UnsupportedLanguage'
  | 'UnsupportedLanguagePair'
  | 'NoVoice'
  | 'SpeechTooLong'
  | 'TranscriptionFailed'
  | 'TranscriptionPending'
  | 'BadTranscript';

/**
 * An outcome that leaves a track out; trying again at once is of no use. The name reaches the state machine as the
 * error's name, and is set by hand because minifying renames classes; the message is for the film's creator.
 */
export class SpeechFailure extends Error {
  constructor(code: SpeechFailureCode, message: string) {
    super(message);
    this.name = code;
  }
}
