import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const resumeErasuresHandler = describeHandler('resume-erasures', {
  ERASURES_TABLE: text,
  /** The workflows of both kinds. */
  ERASE_ASSET_ARN: text,
  ERASE_VIEWER_ARN: text,
});
