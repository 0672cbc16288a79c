import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const insightsHandler = describeHandler('insights', {
  /** Glue database with the views. */
  DATABASE: text,
  /** Athena workgroup, which sets the location of results and the maximum of bytes that a query may read. */
  WORKGROUP: text,
});
