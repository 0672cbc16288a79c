import * as z from 'zod/mini';
import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';
import { list } from '../../shared/lists';

export const translateHandler = describeHandler('translate', {
  CONTENT_BUCKET: text,
  /** Custom terminology of Amazon Translate; names that are not to be translated are such terms too. By commas. */
  TERMINOLOGIES: list,
  /** Empty for the service's own. */
  FORMALITY: z.pipe(
    z.enum(['FORMAL', 'INFORMAL', '']),
    z.transform((formality) => formality || undefined),
  ),
});
