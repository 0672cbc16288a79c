import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const erasuresHandler = describeHandler('erasures', {
  ASSETS_TABLE: text,
  VIEWERS_TABLE: text,
  ERASURES_TABLE: text,
  /** The workflows of both kinds. */
  ERASE_ASSET_ARN: text,
  ERASE_VIEWER_ARN: text,
});
