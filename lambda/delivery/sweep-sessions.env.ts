import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const sweepSessionsHandler = describeHandler('sweep-sessions', {
  /** ARN of CloudFront's key value store of ended sessions. */
  REVOCATIONS_ARN: text,
});
