import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const licenseHandler = describeHandler('license', {
  ASSETS_TABLE: text,
  SESSIONS_TABLE: text,
  /** The secret whose string all content keys are derived from. */
  MASTER_SECRET_ARN: text,
});
