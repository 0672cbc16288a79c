import * as z from 'zod/mini';
import { integer, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import { list } from '../shared/lists';
import { languageTags, MAX_LANGUAGES } from './upload-request';

export const uploadsHandler = describeHandler('uploads', {
  ASSETS_TABLE: text,
  UPLOADS_BUCKET: text,
  /** Largest source that is accepted, in bytes. Never more than S3's 5 TB, whatever is set here. */
  MAX_SOURCE_BYTES: integer,
  /** What films are captioned and dubbed into unless their upload says otherwise: BCP 47 tags by commas, or nothing. */
  DEFAULT_LANGUAGES: z.pipe(list, languageTags(0, MAX_LANGUAGES)),
});
