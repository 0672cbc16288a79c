import * as z from 'zod/mini';
import { text } from '../shared/env';
import { list } from '../shared/lists';

/** Environment of the `translate` function. */
export const env = z.object({
  CONTENT_BUCKET: text,
  /** Custom terminology of Amazon Translate; names that are not to be translated are such terms too. By commas. */
  TERMINOLOGIES: list,
  /** Empty for the service's own. */
  FORMALITY: z.pipe(
    z.enum(['FORMAL', 'INFORMAL', '']),
    z.transform((formality) => formality || undefined),
  ),
});
export type Env = z.input<typeof env>;
