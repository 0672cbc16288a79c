import * as z from 'zod/mini';
import { json, text } from '../shared/env';

const names = z.array(text);

const datasetTarget = z.object({
  /** ARN of the Items dataset. */
  items: text,
  /** ARN of the Users dataset. */
  users: text,
  /** Properties that the dataset's schema has, as `PutItems` writes them. */
  itemProperties: names,
  userProperties: names,
});

/** The datasets of one dataset group that titles and viewers are written to. */
export type DatasetTarget = z.output<typeof datasetTarget>;

/** An environment variable: JSON, the targets of each dataset group. */
export const datasetTargets = json(z.array(datasetTarget));
