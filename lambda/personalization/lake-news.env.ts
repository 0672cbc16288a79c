import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const lakeNewsHandler = describeHandler('lake-news', {
  LAKE_BUCKET: text,
  RANKINGS_TABLE: text,
  /** The state machine that computes the rankings. */
  STATE_MACHINE_ARN: text,
});
