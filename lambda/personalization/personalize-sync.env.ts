import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `personalize-sync` function. */
export const env = z.object({ ITEMS_DATASET_ARN: text, USERS_DATASET_ARN: text, LAKE_BUCKET: text });
export type Env = z.input<typeof env>;
