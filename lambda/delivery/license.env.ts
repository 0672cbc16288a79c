import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `license` function. */
export const env = z.object({
  ASSETS_TABLE: text,
  SESSIONS_TABLE: text,
  /** The secret whose string all content keys are derived from. */
  MASTER_SECRET_ARN: text,
});
export type Env = z.input<typeof env>;
