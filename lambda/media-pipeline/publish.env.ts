import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `publish` function. */
export const env = z.object({ ASSETS_TABLE: text, CONTENT_BUCKET: text });
export type Env = z.input<typeof env>;
