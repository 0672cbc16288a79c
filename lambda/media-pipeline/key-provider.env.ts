import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `key-provider` function. */
export const env = z.object({
  /** The secret whose string all content keys are derived from. */
  MASTER_SECRET_ARN: text,
});
export type Env = z.input<typeof env>;
