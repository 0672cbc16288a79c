/** The reason for which a job fails. The message is its `FailureReason`. */
export class TranscriptionFailure extends Error {
  override readonly name = 'TranscriptionFailure';
}

/**
 * AWS's texts, from the reference of `TranscriptionJob` and from reports of the service's users. Texts of this stand-in
 * are marked.
 */
export const reasons = {
  unsupportedFormat: 'Unsupported media format',
  otherFormat: 'The media format provided does not match the detected media format.',
  otherSampleRate: 'The sample rate provided does not match the detected sample rate.',
  tooLarge: 'Invalid file size: file size too large. The size of your media file exceeds 2 GB.',
  /** This text is not AWS's. */
  tooLong: 'Invalid file length: the media exceeds 4 hours.',
  tooShort:
    'The input media file length is too small. Minimum audio duration is 0.500000 seconds. Check the length of the file and try your request again.',
  noSound: 'Failed to parse audio file.',
  damaged: "The data in your input media file isn't valid. Check the media file and try your request again.",
  noSpeechToIdentify:
    'Your audio file must have a speech segment long enough in duration to perform automatic language identification. Provide an audio file with someone speaking for a longer period of time and try your request again.',
  /** This text is not AWS's. AWS would use the most likely of the languages, and write a meaningless transcript. */
  unknownLanguage: (codes: readonly string[]) =>
    `The language that is spoken in your media file could not be identified as one of those recognized here: ${codes.join(', ') || 'none'}.`,
  unreadable: (message: string) => `The media file can't be read: ${message}`,
  unwritable: (message: string) => `The transcript can't be written to the specified S3 bucket: ${message}`,
  internal: 'Internal failure. Try your request again.',
} as const;
