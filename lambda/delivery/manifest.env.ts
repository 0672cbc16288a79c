import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `manifest` function. */
export const env = z.object({
  SESSIONS_TABLE: text,
  CONTENT_BUCKET: text,
  /** The second region and its copy of the bucket. */
  REPLICA_REGION: text,
  REPLICA_BUCKET: text,
});

export type Env = z.output<typeof env>;
