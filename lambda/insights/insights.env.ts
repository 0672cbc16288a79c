import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const insightsHandler = describeHandler('insights', {
  /** Glue database that the views are in. */
  DATABASE: text,
  /** Athena workgroup that says where results go and how much a query may read. */
  WORKGROUP: text,
});
