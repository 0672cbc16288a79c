import { integer, text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const dubHandler = describeHandler('dub', {
  CONTENT_BUCKET: text,
  /**
   * Calls of Polly, of this one execution: the account's quota by the number of dubs made at a time. Neural voices have
   * 8 a second. https://docs.aws.amazon.com/polly/latest/dg/limits.html
   */
  CALLS_PER_SECOND: integer,
});
