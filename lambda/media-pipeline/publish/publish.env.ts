import { integer, text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const publishHandler = describeHandler('publish', {
  ASSETS_TABLE: text,
  CONTENT_BUCKET: text,
  MAX_DURATION_SECONDS: integer,
});
