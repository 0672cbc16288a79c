import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const tidyAssetsHandler = describeHandler('tidy-assets', {
  ASSETS_TABLE: text,
  UPLOADS_BUCKET: text,
});
