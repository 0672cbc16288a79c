import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';
import { list, mapping } from '../../shared/lists';

export const transcribeHandler = describeHandler('transcribe', {
  JOBS_TABLE: text,
  CONTENT_BUCKET: text,
  /** The content bucket's key: Transcribe does not use a bucket's default key. */
  CONTENT_KEY_ARN: text,
  /** The role of jobs that wait in Transcribe's queue. */
  TRANSCRIPTION_ROLE_ARN: text,
  /** The candidates if no language is declared: at least two of Transcribe's language codes, or none for all. */
  LANGUAGE_OPTIONS: list,
  /** Custom vocabularies by Transcribe's language code: `en-US=names,es-US=nombres`. */
  VOCABULARIES: mapping,
});
