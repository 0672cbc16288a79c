import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `ingest` function. */
export const env = z.object({ ASSETS_TABLE: text, JOBS_TABLE: text, STATE_MACHINE_ARN: text });
export type Env = z.input<typeof env>;
