import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';
import { list, mapping } from '../../shared/lists';

export const transcribeHandler = describeHandler('transcribe', {
  JOBS_TABLE: text,
  CONTENT_BUCKET: text,
  /** The content bucket's key: Transcribe does not take up a bucket's default by itself. */
  CONTENT_KEY_ARN: text,
  /** Transcribe's language codes to choose from where no language is declared: none, or at least two, by commas. */
  LANGUAGE_OPTIONS: list,
  /** Custom vocabularies by Transcribe's language code: `en-US=names,es-US=nombres`. */
  VOCABULARIES: mapping,
});
