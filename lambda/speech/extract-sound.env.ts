import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `extract-sound` function. */
export const env = z.object({
  JOBS_TABLE: text,
  CONTENT_BUCKET: text,
  /** The role by which MediaConvert reads sources and writes their sound. */
  MEDIACONVERT_ROLE_ARN: text,
  MEDIACONVERT_QUEUE_ARN: text,
});
export type Env = z.input<typeof env>;
