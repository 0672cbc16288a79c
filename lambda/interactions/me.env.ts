import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `me` function. */
export const env = z.object({ VIEWERS_TABLE: text });
export type Env = z.output<typeof env>;
