import * as z from 'zod/mini';
import { text } from '../shared/env';
import { list } from '../shared/lists';

/** Environment of the `events` function. */
export const env = z.object({
  VIEWERS_TABLE: text,
  ACTIVITY_TABLE: text,
  /** The Firehose stream of the lake. */
  STREAM_NAME: text,
  /** Personalize's event trackers, by commas; empty: nothing is sent to Personalize. */
  TRACKING_IDS: list,
});
export type Env = z.output<typeof env>;
