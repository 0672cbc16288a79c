import * as z from 'zod/mini';
import { integer, text } from '../shared/env';

/** Environment of the `recommendations` function. */
export const env = z.object({
  ASSETS_TABLE: text,
  VIEWERS_TABLE: text,
  ACTIVITY_TABLE: text,
  RANKINGS_TABLE: text,
  /** ARN of a recommender but for the use case at its end; empty where there is no Personalize. */
  RECOMMENDER_PREFIX: z.string(),
  /** ARN of a filter but for its name's end; empty where there is no Personalize. */
  FILTER_PREFIX: z.string(),
  /** How long all recommenders together may take for one request, in milliseconds. */
  TIME_LIMIT_MS: integer,
});

export type Env = z.output<typeof env>;
