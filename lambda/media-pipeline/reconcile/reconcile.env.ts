import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const reconcileHandler = describeHandler('reconcile', {
  ASSETS_TABLE: text,
  UPLOADS_BUCKET: text,
  STATE_MACHINE_ARN: text,
  /** The functions that receive a lost event and a lost end, by their ARNs. */
  INGEST_ARN: text,
  FAIL_ARN: text,
});
