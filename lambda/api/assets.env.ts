import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `assets` function. */
export const env = z.object({
  ASSETS_TABLE: text,
  STATE_MACHINE_ARN: text,
});

export type Env = z.output<typeof env>;
