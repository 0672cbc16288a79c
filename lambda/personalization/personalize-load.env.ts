import * as z from 'zod/mini';
import { text } from '../shared/env';
import { env as sync } from './personalize-sync.env';

/** Environment of the `personalize-load` function. */
export const env = z.object({
  ASSETS_TABLE: text,
  VIEWERS_TABLE: text,
  /** JSON: the datasets to fill, as `personalize-sync` has them. */
  DATASETS: sync.shape.DATASETS,
});
export type Env = z.input<typeof env>;
