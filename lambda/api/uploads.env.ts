import * as z from 'zod/mini';
import { integer, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import { list } from '../shared/lists';
import { languageTags, maxLanguages } from './upload-request';

export const uploadsHandler = describeHandler('uploads', {
  ASSETS_TABLE: text,
  UPLOADS_BUCKET: text,
  USAGE_TABLE: text,
  /** Maximum of uploads per creator that are open at once. */
  OPEN_UPLOADS: integer,
  /** Maxima per creator and day. */
  UPLOADS_PER_DAY: integer,
  LANGUAGES_PER_DAY: integer,
  /** Maximum size of a source, in bytes. S3's own maximum of 5 TB applies in any case. */
  MAX_SOURCE_BYTES: integer,
  /** Languages to caption and dub films into if the upload does not name any: BCP 47 tags. */
  DEFAULT_LANGUAGES: z.pipe(list, languageTags(0, maxLanguages)),
});
