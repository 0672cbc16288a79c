import { integer, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';
import { list } from '../shared/lists';

export const eraseViewerHandler = describeHandler('erase-viewer', {
  ERASURES_TABLE: text,
  ASSETS_TABLE: text,
  VIEWERS_TABLE: text,
  ACTIVITY_TABLE: text,
  SESSIONS_TABLE: text,
  USAGE_TABLE: text,
  USER_POOL_ID: text,
  REVOCATIONS_ARN: text,
  /** Validity of a playback session's signature, in seconds. */
  SESSION_SECONDS: integer,
  /** The bucket of the lists that name users for Personalize. */
  LISTS_BUCKET: text,
  /** The role by which Personalize reads that bucket, and the ARNs of the dataset groups. */
  LISTS_ROLE_ARN: text,
  DATASET_GROUPS: list,
});
