import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';

export const ingestHandler = describeHandler('ingest', {
  ASSETS_TABLE: text,
  JOBS_TABLE: text,
  STATE_MACHINE_ARN: text,
});
