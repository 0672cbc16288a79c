import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const failHandler = describeHandler('fail', {
  ASSETS_TABLE: text,
  JOBS_TABLE: text,
  FAILURES_TOPIC_ARN: text,
});
