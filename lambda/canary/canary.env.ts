import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const canaryHandler = describeHandler('canary', {
  /** The address of page, API and films. */
  VIEWER_ORIGIN: text,
  /** The secret with the canary's user. */
  USER_SECRET_ARN: text,
});
