import * as z from 'zod/mini';
import { json, text } from '../shared/env';

const names = z.array(text);

/** Environment of the `personalize-sync` function. */
export const env = z.object({
  /** JSON: ARNs of the datasets of each dataset group, and the properties that they have, as `PutItems` writes them. */
  DATASETS: json(z.array(z.object({ items: text, users: text, itemProperties: names, userProperties: names }))),
  LAKE_BUCKET: text,
});
export type Env = z.input<typeof env>;
export type DatasetTarget = z.output<typeof env>['DATASETS'][number];
