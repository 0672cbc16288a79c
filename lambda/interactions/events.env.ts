import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `events` function. */
export const env = z.object({
  VIEWERS_TABLE: text,
  ACTIVITY_TABLE: text,
  /** The Firehose stream of the lake. */
  STREAM_NAME: text,
  /** Personalize's event tracker; empty: nothing is told to Personalize. */
  TRACKING_ID: z.string(),
});
export type Env = z.output<typeof env>;
