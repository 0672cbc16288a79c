import * as z from 'zod/mini';
import { integer, text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const eraseAssetHandler = describeHandler('erase-asset', {
  ERASURES_TABLE: text,
  ASSETS_TABLE: text,
  JOBS_TABLE: text,
  SESSIONS_TABLE: text,
  USAGE_TABLE: text,
  RANKINGS_TABLE: text,
  UPLOADS_BUCKET: text,
  CONTENT_BUCKET: text,
  LAKE_BUCKET: text,
  REPLICA_REGION: text,
  REPLICA_BUCKET: text,
  /** The copy of the uploads in the second region; empty in a stage without copies. */
  UPLOADS_COPY_BUCKET: z.string(),
  DISTRIBUTION_ID: text,
  REVOCATIONS_ARN: text,
  /** Validity of a playback session's signature, in seconds. */
  SESSION_SECONDS: integer,
  /** The films' workflow. */
  STATE_MACHINE_ARN: text,
});
