import { text } from '../shared/env';
import { describeHandler } from '../shared/handler-descriptor';

export const assetsHandler = describeHandler('assets', {
  ASSETS_TABLE: text,
  STATE_MACHINE_ARN: text,
});
