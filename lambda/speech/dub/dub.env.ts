import { integer, text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const dubHandler = describeHandler('dub', {
  CONTENT_BUCKET: text,
  /**
   * The maximum calls of Polly per second and execution: the account's quota divided by the number of concurrent dubs.
   * https://docs.aws.amazon.com/polly/latest/dg/limits.html
   */
  CALLS_PER_SECOND: integer,
});
