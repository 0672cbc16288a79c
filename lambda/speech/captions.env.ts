import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `captions` function. */
export const env = z.object({ CONTENT_BUCKET: text });
export type Env = z.input<typeof env>;
