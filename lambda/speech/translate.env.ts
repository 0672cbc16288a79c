import * as z from 'zod/mini';
import { text } from '../shared/env';
import { list } from './lists';

/** Environment of the `translate` function. */
export const env = z.object({
  CONTENT_BUCKET: text,
  /** Custom terminology of Amazon Translate; names that are not to be translated are such terms too. By commas. */
  TERMINOLOGIES: z.optional(list),
  FORMALITY: z.optional(z.enum(['FORMAL', 'INFORMAL'])),
});
export type Env = z.input<typeof env>;
