import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `job-finished` function. */
export const env = z.object({ ASSETS_TABLE: text, JOBS_TABLE: text });
export type Env = z.input<typeof env>;
