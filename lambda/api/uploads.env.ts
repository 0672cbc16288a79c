import * as z from 'zod/mini';
import { integer, text } from '../shared/env';

/** Environment of the `uploads` function. */
export const env = z.object({
  ASSETS_TABLE: text,
  UPLOADS_BUCKET: text,
  /** Largest source that is accepted, in bytes. Never more than S3's 5 TB, whatever is set here. */
  MAX_SOURCE_BYTES: integer,
});

export type Env = z.output<typeof env>;
