import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `fail` function. */
export const env = z.object({ ASSETS_TABLE: text, FAILURES_TOPIC_ARN: text });
export type Env = z.input<typeof env>;
