import { integer, text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const inspectHandler = describeHandler('inspect', {
  ASSETS_TABLE: text,
  MAX_SOURCE_BYTES: integer,
  MAX_DURATION_SECONDS: integer,
  USAGE_TABLE: text,
  /** Maximum of encoded film per creator and day, in seconds. */
  SOURCE_SECONDS_PER_DAY: integer,
});
