import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const manifestHandler = describeHandler('manifest', {
  SESSIONS_TABLE: text,
  CONTENT_BUCKET: text,
  /** The second region and its copy of the bucket. */
  REPLICA_REGION: text,
  REPLICA_BUCKET: text,
});
