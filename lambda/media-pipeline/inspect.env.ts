import * as z from 'zod/mini';
import { integer, text } from '../shared/env';

/** Environment of the `inspect` function. */
export const env = z.object({ ASSETS_TABLE: text, MAX_SOURCE_BYTES: integer, MAX_DURATION_SECONDS: integer });
export type Env = z.input<typeof env>;
