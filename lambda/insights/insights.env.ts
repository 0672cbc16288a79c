import * as z from 'zod/mini';
import { text } from '../shared/env';

/** Environment of the `insights` function. */
export const env = z.object({
  /** Glue database that the views are in. */
  DATABASE: text,
  /** Athena workgroup that says where results go and how much a query may read. */
  WORKGROUP: text,
});

export type Env = z.output<typeof env>;
